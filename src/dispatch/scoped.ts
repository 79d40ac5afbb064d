import { types } from 'node:util';
import { subscribe } from '../base/primordials.ts';
import { currentFrame, Frame, runInFrame, switchFrame } from '../frame/frame.ts';
import { parseFilter } from '../site/filter.ts';
import { Dispatch } from './dispatch.ts';
import type { Dispatcher } from './dispatcher.ts';
import { holdScoped, releaseScoped } from './installed.ts';

/** How a dispatcher is used for a while. */
export interface ScopeOptions {
  /** What it gets to see, such as `debug,src/db=trace`; everything if left out. */
  readonly filter?: string | undefined;
}

/**
 * Sends all spans of `run`, and of what it starts, to `dispatcher` instead of the global one,
 * until `run` has returned or the promise it returned has settled.
 *
 * @throws SpanFnError `SPANFN_BAD_DISPATCHER`, `SPANFN_BAD_FILTER`
 */
export function withDispatcher<R>(dispatcher: Dispatcher, run: () => R, options?: ScopeOptions): R;
/** The same until the guard is disposed: `using _ = withDispatcher(d)` in synchronous code. */
export function withDispatcher(dispatcher: Dispatcher, options?: ScopeOptions): Disposable;
export function withDispatcher<R>(
  dispatcher: Dispatcher,
  runOrOptions?: (() => R) | ScopeOptions,
  options?: ScopeOptions,
): R | Disposable {
  const run = typeof runOrOptions === 'function' ? runOrOptions : undefined;
  const { filter } =
    (run === undefined ? (runOrOptions as ScopeOptions | undefined) : options) ?? {};
  const dispatch = new Dispatch(dispatcher, {
    filter: filter === undefined ? undefined : parseFilter(filter),
  });
  const frame = scopedFrame(dispatch);
  return run === undefined ? guardScope(dispatch, frame) : runScoped(dispatch, frame, run);
}

/** Runs with a dispatcher in `frame`, and lets go of it when the result has settled. */
export function runScoped<R>(dispatch: Dispatch, frame: Frame, run: () => R): R {
  holdScoped(dispatch);
  let result: R;
  try {
    result = runInFrame(frame, run);
  } catch (error) {
    releaseScoped(dispatch);
    throw error;
  }
  if (!types.isPromise(result)) {
    releaseScoped(dispatch);
    return result;
  }
  return subscribe(
    result,
    (value) => {
      releaseScoped(dispatch);
      return value;
    },
    (error) => {
      releaseScoped(dispatch);
      throw error;
    },
  ) as R;
}

/** Makes `frame` current until the guard is disposed. */
export function guardScope(dispatch: Dispatch, frame: Frame): Disposable {
  const outer = currentFrame();
  let open = true;
  holdScoped(dispatch);
  switchFrame(frame);
  return {
    [Symbol.dispose]() {
      if (!open) return;
      open = false;
      switchFrame(outer);
      releaseScoped(dispatch);
    },
  };
}

function scopedFrame(dispatch: Dispatch): Frame {
  const outer = currentFrame();
  return new Frame(outer?.top ?? null, outer?.context ?? null, dispatch, outer?.muted ?? false);
}
