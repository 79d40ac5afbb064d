import { types } from 'node:util';
import { errorMessage } from '../../base/error-text.ts';
import { debts } from '../../base/overdue.ts';
import { isPlainPromise, microtask, subscribe } from '../../base/primordials.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { finish, finishFailed } from '../finish.ts';
import { watchPromise } from '../promise.ts';
import { stateOf } from '../promise-state.ts';
import { isSeenThenable } from '../seen-thenable.ts';
import { isObject } from '../settle.ts';
import { watchThenable } from '../thenable.ts';
import { FREE, type InPlaceSpan } from './in-place-span.ts';
import { createInPlace, NO_ARGUMENTS, occupy } from './open.ts';
import { concludeWith, takeOutcome } from './outcome.ts';

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
  const { frame, phase } = span;
  const outcome = takeOutcome(span);
  span.withdraw();
  if (!isObject(outcome)) concludeWith(span, outcome);
  else adopt(span, outcome, frame as Frame, phase === FREE);
}

/**
 * The promise of the function follows what it returns, and so does the span. Nothing of the
 * object's own is run: its one `then` will be read once, by the promise.
 */
function adopt(span: InPlaceSpan, outcome: object, frame: Frame, suspended: boolean): void {
  const isPromise = types.isPromise(outcome);
  if (!isPromise && !isSeenThenable(outcome)) {
    concludeWith(span, outcome);
    return;
  }
  span.frame = null;
  try {
    if (!isPromise) watchThenable(outcome, span, frame);
    else if (!isPlainPromise(outcome)) watchPromise(outcome, span);
    else if (suspended) microtask(() => endWithOther(span, outcome));
    else endWith(span, outcome);
  } catch {
    // Only a stack overflow, and the outcome goes first.
    debts.list[debts.list.length] = span;
  }
}

/**
 * A function that was suspended may know its own promise, and return it: that is rejected at
 * once, and nobody handles it. A microtask later, no other has been adopted yet.
 */
function endWithOther(span: InPlaceSpan, promise: Promise<unknown>): void {
  const { status, value } = stateOf(promise);
  if (status === 'rejected' && isCycle(value)) finishFailed(span, value);
  else endWith(span, promise);
}

function isCycle(error: unknown): boolean {
  return types.isNativeError(error) && errorMessage(error).startsWith('Chaining cycle');
}

/** Being adopted is being handled: subscribing to such a promise hides no rejection. */
function endWith(span: InPlaceSpan, promise: Promise<unknown>): void {
  subscribe(
    promise,
    (value) => finish(span, value),
    (error) => finishFailed(span, error),
  );
}
