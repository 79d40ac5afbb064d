import { AsyncResource } from 'node:async_hooks';
import { type Frame, runInFrame } from './frame.ts';

/** A context kept for later: code run in it has the frame, wherever the call comes from. */
export interface Scope {
  runInAsyncScope<A extends unknown[], R>(run: (...args: A) => R, self: unknown, ...args: A): R;
}

/**
 * Keeps the present asynchronous context, with `frame` as its frame. Entering a kept context
 * swaps a pointer, where entering a new frame builds a map: a tenth of the cost on Node 24.
 */
export function keepScope(frame: Frame): Scope {
  return runInFrame(frame, () => new AsyncResource('SpanFnScope', { requireManualDestroy: true }));
}
