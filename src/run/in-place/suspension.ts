import { type InPlaceSpan, SUSPENDED } from './in-place-span.ts';

/**
 * Comes right before a body suspends: whoever goes on in its place gets back what the span had
 * replaced. Returns `value`, which the body is about to await or yield.
 */
export function suspend<T>(span: InPlaceSpan | null, value: T): T {
  if (span !== null && span.phase < SUSPENDED) span.suspend();
  return value;
}

/**
 * Comes right after a body was resumed, with what it was resumed with. It stands also where the
 * body may come without having been suspended, such as in a `catch`: then it does nothing.
 */
export function resume<T = undefined>(span: InPlaceSpan | null, value?: T): T {
  if (span !== null && span.phase === SUSPENDED) span.resume();
  return value as T;
}
