/** What the compiler knows of the matchers. Compiled, never run. */
import { expect } from '@jest/globals';
import type { Recording } from 'spanfn/testing';
import 'spanfn/jest';

export function declared(recording: Recording): void {
  const nothing: void = expect(recording).toHaveSpan('a', { kind: 'async' });
  const later: Promise<void> = expect(Promise.resolve(recording)).resolves.toHaveNoOpenSpans();
  // @ts-expect-error no such kind
  expect(recording).toHaveSpan('a', { kind: 'sync' });
  void [nothing, later];
}
