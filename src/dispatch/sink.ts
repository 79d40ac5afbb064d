import type { ReadableEvent } from './readable-event.ts';
import type { ReadableSpan } from './readable-span.ts';

/**
 * Takes finished spans and events without a fence around it, on the hot path: for code of spanfn's
 * own, which runs nothing of the user's and throws nothing but a stack overflow.
 */
export interface Sink {
  /** Hears of spans that begin, too. */
  begin?(span: ReadableSpan): void;
  end(span: ReadableSpan): void;
  /** The event is told no longer than the call lasts: what is wanted of it later is copied. */
  event?(event: ReadableEvent): void;
}
