import { types } from 'node:util';
import type { Frame } from '../frame/frame.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { finish } from './finish.ts';
import { watchPromise } from './promise.ts';
import { watchThenable } from './thenable.ts';

/**
 * Ends the span of a function that returned `result`: now if that is a plain value, when it
 * settles if it is a promise, and never before its first `then` if it is a lazy thenable.
 * Whatever the function was taken for, work that goes on makes an async span.
 */
export function settle(span: LiveSpan, result: unknown, frame: Frame): void {
  if (!isThenable(result)) {
    finish(span, result);
  } else if (types.isPromise(result)) {
    span.becomeAsync();
    span.begin();
    watchPromise(result, span);
  } else {
    span.becomeAsync();
    watchThenable(result, span, frame);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  try {
    return typeof (value as PromiseLike<unknown>).then === 'function';
  } catch {
    return false; // A getter of the user's that throws: it will throw again for its reader.
  }
}
