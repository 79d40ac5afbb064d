import type { Level } from '../base/level.ts';
import {
  compareTrees,
  type Equals,
  type ExpectedSpan,
  expectNoOpenSpans,
  expectSpan,
  type Outcome,
  type TreeExpectation,
} from './expectations.ts';
import { type ExpectedFields, expectLogged } from './log-expectations.ts';
import type { Recording } from './recording.ts';

/** The part of a matcher's `this` that Vitest and Jest have in common. */
interface MatcherState {
  readonly equals: Equals;
  readonly utils: { diff(expected: unknown, actual: unknown): string | null | undefined };
}

interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** What `expect(recording)` gains. */
export interface SpanMatchers<R = void> {
  /** Some span of this name is as expected. */
  toHaveSpan(name: string, expected?: ExpectedSpan): R;
  /** The recorded tree reads like `expected`, whatever its indentation as a whole. */
  toMatchSpanTree(expected: string, options?: TreeExpectation): R;
  /** All spans that began have ended. */
  toHaveNoOpenSpans(): R;
  /**
   * Some event of this level was logged whose text is this, or fits this pattern, with these fields
   * and maybe others.
   */
  toHaveLogged(level: Level, text: string | RegExp, fields?: ExpectedFields): R;
}

/** For `expect.extend` of Vitest, of Jest, and of whatever follows their form. */
export const spanMatchers: {
  toHaveSpan(
    this: MatcherState,
    recording: Recording,
    name: string,
    expected?: ExpectedSpan,
  ): MatcherResult;
  toMatchSpanTree(
    this: MatcherState,
    recording: Recording,
    expected: string,
    options?: TreeExpectation,
  ): MatcherResult;
  toHaveNoOpenSpans(recording: Recording): MatcherResult;
  toHaveLogged(
    this: MatcherState,
    recording: Recording,
    level: Level,
    text: string | RegExp,
    fields?: ExpectedFields,
  ): MatcherResult;
} = {
  toHaveSpan(recording, name, expected = {}) {
    return resultOf(expectSpan(recording, name, expected, (one, other) => this.equals(one, other)));
  },
  toMatchSpanTree(recording, text, options = {}) {
    const { actual, expected } = compareTrees(recording, text, options);
    const pass = actual === expected;
    const message = (): string =>
      pass
        ? `expected another span tree than\n\n${actual}`
        : `the span tree differs\n\n${this.utils.diff(expected, actual) ?? ''}`;
    return { pass, message };
  },
  toHaveNoOpenSpans(recording) {
    return resultOf(expectNoOpenSpans(recording));
  },
  toHaveLogged(recording, level, text, fields = {}) {
    const expected = { level, text, fields };
    return resultOf(expectLogged(recording, expected, (one, other) => this.equals(one, other)));
  },
};

function resultOf({ pass, failure }: Outcome): MatcherResult {
  return { pass, message: () => failure };
}
