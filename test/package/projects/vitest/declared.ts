/** What the compiler knows of the matchers. Compiled, never run. */

import type { Recording } from 'spanfn/testing';
import { expect } from 'vitest';
import 'spanfn/vitest';

export function declared(recording: Recording): void {
  const nothing: void = expect(recording).toHaveSpan('a', { kind: 'async' });
  const later: Promise<void> = expect(Promise.resolve(recording)).resolves.toHaveNoOpenSpans();
  // @ts-expect-error no such kind
  expect(recording).toHaveSpan('a', { kind: 'sync' });
  void [nothing, later];
}
