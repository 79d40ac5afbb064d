import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Level } from '../base/level.ts';
import {
  compareTrees,
  type ExpectedSpan,
  expectNoOpenSpans,
  expectSpan,
  type Outcome,
  type TreeExpectation,
} from './expectations.ts';
import { type ExpectedFields, expectLogged } from './log-expectations.ts';
import type { Recording } from './recording.ts';

/** Fails unless some span of this name is as expected. @throws AssertionError */
export function assertSpan(recording: Recording, name: string, expected: ExpectedSpan = {}): void {
  demand(expectSpan(recording, name, expected, isDeepStrictEqual));
}

/** Fails unless some event of this level, text and these fields was logged. @throws AssertionError */
export function assertLogged(
  recording: Recording,
  level: Level,
  text: string | RegExp,
  fields: ExpectedFields = {},
): void {
  demand(expectLogged(recording, { level, text, fields }, isDeepStrictEqual));
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
