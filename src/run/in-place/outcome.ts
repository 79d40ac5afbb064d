import type { Frame } from '../../frame/frame.ts';
import { finish, finishFailed } from '../finish.ts';
import { settle } from '../settle.ts';
import type { InPlaceSpan } from './in-place-span.ts';

/** Notes what the body returns, for the end of its span, and gives it back. */
export function returned<T>(span: InPlaceSpan | null, value: T): T {
  if (span !== null) span.outcome = value;
  return value;
}

/** Notes what the body throws, for the end of its span. */
export function fail(span: InPlaceSpan | null, error: unknown): void {
  if (span === null) return;
  span.threw = true;
  span.outcome = error;
}

/**
 * Ends the span of a body that may have returned anything, as `settle` says. Throws nothing:
 * only a stack overflow could be thrown here, and the outcome of the body goes first.
 */
export function conclude(span: InPlaceSpan, frame: Frame): void {
  try {
    if (span.threw) finishFailed(span, span.outcome);
    else settle(span, span.outcome, frame);
  } catch {}
  span.forget();
}

/** Ends the span of a body whose value is final, whatever it is. */
export function concludeWith(span: InPlaceSpan, value: unknown): void {
  try {
    if (span.threw) finishFailed(span, span.outcome);
    else finish(span, value);
  } catch {}
  span.forget();
}
