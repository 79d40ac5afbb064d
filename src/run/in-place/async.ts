import { types } from 'node:util';
import { isPlainPromise, subscribe } from '../../base/primordials.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { finish, finishFailed } from '../finish.ts';
import { watchPromise } from '../promise.ts';
import { watchThenable } from '../thenable.ts';
import type { InPlaceSpan } from './in-place-span.ts';
import { createInPlace, NO_ARGUMENTS, occupy } from './open.ts';
import { concludeWith, forget } from './outcome.ts';
import { isSeenThenable } from './seen-thenable.ts';

/**
 * Opens the span of an `async` function, in a frame of its own. The frame is current on the
 * caller's stack until the first `await`, at the latest until the function has returned.
 */
export function enterAsync(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): InPlaceSpan | null {
  const outer = currentFrame();
  const span = createInPlace(site, outer, 'async', self, args);
  if (span === null) return null;
  span.begin();
  return occupy(span, outer);
}

/** Closes what `enterAsync` opened. */
export function leaveAsync(span: InPlaceSpan | null): void {
  if (span === null) return;
  const { frame, outcome } = span;
  span.withdraw();
  if (!isObject(outcome)) concludeWith(span, outcome);
  else adopt(span, outcome, frame as Frame);
}

/**
 * The promise of the function follows what it returns, and so does the span. Nothing of the
 * object's own is run: its one `then` will be read once, by the promise.
 */
function adopt(span: InPlaceSpan, outcome: object, frame: Frame): void {
  const isPromise = types.isPromise(outcome);
  if (!isPromise && !isSeenThenable(outcome)) {
    concludeWith(span, outcome);
    return;
  }
  forget(span);
  try {
    if (!isPromise) watchThenable(outcome, span, frame);
    else if (isPlainPromise(outcome)) endWith(span, outcome);
    else watchPromise(outcome, span);
  } catch {} // Only a stack overflow, and the outcome goes first.
}

/** Being adopted is being handled: subscribing to such a promise hides no rejection. */
function endWith(span: InPlaceSpan, promise: Promise<unknown>): void {
  subscribe(
    promise,
    (value) => finish(span, value),
    (error) => finishFailed(span, error),
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
