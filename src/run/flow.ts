import { types } from 'node:util';
import type { AnyFunction } from '../base/any-function.ts';
import { apply, subscribe } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { create } from '../span/open.ts';
import { finish, finishFailed } from './finish.ts';
import { settle } from './settle.ts';

/**
 * Runs an `async` function. Its promise is new and nobody else's, so the one derived from it
 * stands in for it: the span ends before the caller goes on, and a rejection that nobody
 * handles is reported once, as it would have been.
 */
export function runFlow(
  site: Site,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const outer = currentFrame();
  const span = create(site, outer, 'async', self, args);
  if (span === null) return apply(fn, self, args);
  return runFlowOf(frameBelow(outer, span), span, fn, self, args);
}

/** Runs an `async` function as the flow that `span` owns. */
export function runFlowOf(
  frame: Frame,
  span: LiveSpan,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  span.begin();
  let result: unknown;
  try {
    result = runInFrame(frame, apply, fn, self, args);
  } catch (error) {
    finishFailed(span, error); // Only a function that is async in name throws.
    throw error;
  }
  if (types.isPromise(result)) return endWith(span, result);
  settle(span, result, frame);
  return result;
}

function endWith<T>(span: LiveSpan, promise: Promise<T>): Promise<T> {
  return subscribe(
    promise,
    (value) => {
      finish(span, value);
      return value;
    },
    (error) => {
      finishFailed(span, error);
      throw error;
    },
  );
}
