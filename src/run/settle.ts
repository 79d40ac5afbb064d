import { types } from 'node:util';
import type { Frame } from '../frame/frame.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { finish } from './finish.ts';
import { watchPromise } from './promise.ts';
import { isSeenThenable } from './seen-thenable.ts';
import { watchThenable } from './thenable.ts';

/**
 * Ends the span of a function that returned `result`: now if that is a plain value, when it
 * settles if it is a promise, and never before its first `then` if it is a lazy thenable.
 * Whatever the function was taken for, work that goes on makes an async span.
 */
export function settle(span: LiveSpan, result: unknown, frame: Frame): void {
  if (!isObject(result)) {
    finish(span, result);
  } else if (types.isPromise(result)) {
    span.becomeAsync();
    span.begin();
    watchPromise(result, span);
  } else if (isSeenThenable(result)) {
    span.becomeAsync();
    watchThenable(result, span, frame);
  } else finish(span, result);
}

/** Whether a value can have members. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
