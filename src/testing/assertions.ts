import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import {
  compareTrees,
  type ExpectedSpan,
  expectNoOpenSpans,
  expectSpan,
  type Outcome,
  type TreeExpectation,
} from './expectations.ts';
import type { Recording } from './recording.ts';

/** Fails unless some span of this name is as expected. @throws AssertionError */
export function assertSpan(recording: Recording, name: string, expected: ExpectedSpan = {}): void {
  demand(expectSpan(recording, name, expected, isDeepStrictEqual));
}

/** Fails unless the recorded tree reads like `expected`. @throws AssertionError */
export function assertSpanTree(
  recording: Recording,
  expected: string,
  options: TreeExpectation = {},
): void {
  const trees = compareTrees(recording, expected, options);
  assert.strictEqual(trees.actual, trees.expected);
}

/** Fails if a span that began has not ended. @throws AssertionError */
export function assertNoOpenSpans(recording: Recording): void {
  demand(expectNoOpenSpans(recording));
}

function demand({ pass, failure }: Outcome): void {
  if (!pass) assert.fail(failure);
}
