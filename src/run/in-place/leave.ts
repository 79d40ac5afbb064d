import { debts } from '../../base/overdue.ts';
import type { LiveSpan } from '../../span/live-span.ts';
import { noteError } from '../finish.ts';
import { isObject } from '../settle.ts';
import { InPlaceSpan } from './in-place-span.ts';
import { conclude, KNOWN, takeOutcome } from './outcome.ts';
import { popFrom } from './stack.ts';

// What a body calls on its way out does nothing but ask whether there is a span: so small that
// V8 inlines it, and being off costs no call.

/** Closes what `enter` or `enterAuto` opened. */
export function leave(span: LiveSpan | null): void {
  if (span !== null) close(span, takeOutcome(span));
}

/**
 * Closes it at a `return` that nothing else of the body follows: with what is returned, which it
 * gives back.
 */
export function leaveWith<T>(span: LiveSpan | null, value?: T): T {
  if (span !== null) closeWith(span, value);
  return value as T;
}

/** Closes it with the error that leaves the body, and gives that back. */
export function leaveFailed<E>(span: LiveSpan | null, error: E): E {
  if (span !== null) closeFailed(span, error);
  return error;
}

/** What nobody asks for is not told: for the call, a number would be put into an object. */
function closeWith(span: LiveSpan, value: unknown): void {
  close(span, isObject(value) || span.site.recordsResult ? value : KNOWN);
}

function closeFailed(span: LiveSpan, error: unknown): void {
  noteError(span, error);
  close(span, KNOWN);
}

function close(span: LiveSpan, outcome: unknown): void {
  const { frame } = span;
  if (frame === null) return; // A stack overflow kept it from the last step, and then came here.
  if (!(span instanceof InPlaceSpan)) popFrom(frame, span);
  else {
    try {
      span.withdraw();
    } catch {
      const way = span.switch;
      if (way !== null) {
        // Until that is made up for, the frame looks like the one that it cannot go back to.
        frame.top = way.outer === undefined ? null : way.outer.top;
        debts.list[debts.list.length] = way;
      }
    }
  }
  conclude(span, outcome, frame);
}
