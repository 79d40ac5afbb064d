import type { ReadableSpan } from './readable-span.ts';

/**
 * Takes finished spans without a fence around it, on the hot path: for code of spanfn's own, which runs
 * nothing of the user's and throws nothing but a stack overflow.
 */
export interface SpanSink {
  /** Hears of spans that begin, too. */
  begin?(span: ReadableSpan): void;
  end(span: ReadableSpan): void;
}
