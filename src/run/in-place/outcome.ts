import type { Frame } from '../../frame/frame.ts';
import type { LiveSpan } from '../../span/live-span.ts';
import { finish, noteError } from '../finish.ts';
import { settle } from '../settle.ts';

/** The outcome of a body that threw; the span has noted what. */
const THREW: unique symbol = Symbol('threw');

/** Notes what the body returns, for the end of its span, and gives it back. */
export function returned<T>(span: LiveSpan | null, value: T): T {
  if (span !== null) span.outcome = value;
  return value;
}

/** Notes what the body throws, for the end of its span. */
export function fail(span: LiveSpan | null, error: unknown): void {
  if (span === null) return;
  span.outcome = THREW;
  noteError(span, error);
}

/**
 * Ends the span of a body that may have returned anything, as `settle` says. Throws nothing:
 * only a stack overflow could be thrown here, and the outcome of the body goes first.
 */
export function conclude(span: LiveSpan, frame: Frame): void {
  try {
    if (span.outcome === THREW) span.end();
    else settle(span, span.outcome, frame);
  } catch {}
  forget(span);
}

/** Ends the span of a body whose value is final, whatever it is. */
export function concludeWith(span: LiveSpan, value: unknown): void {
  try {
    if (span.outcome === THREW) span.end();
    else finish(span, value);
  } catch {}
  forget(span);
}

/** Lets go of what the body left: the span may live on as the top of its own frame. */
export function forget(span: LiveSpan): void {
  span.frame = null;
  span.outcome = undefined;
}
