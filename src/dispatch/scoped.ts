import { types } from 'node:util';
import { badOption, checkOptionNames } from '../base/options.ts';
import { subscribe } from '../base/primordials.ts';
import { currentFrame, Frame, runInFrame, switchFrame } from '../frame/frame.ts';
import { parseFilter } from '../site/filter.ts';
import { Dispatch } from './dispatch.ts';
import type { Dispatcher } from './dispatcher.ts';
import { addScoped, removeScoped } from './installed.ts';

/** How a dispatcher is used for a while. */
export interface ScopeOptions {
  /** What it gets to see, such as `debug,src/db=trace`; everything if left out. */
  readonly filter?: string | undefined;
  /** With `'events'` it takes log events alone; spans go where they went before. */
  readonly only?: 'events' | undefined;
}

const OPTIONS: readonly (keyof ScopeOptions)[] = ['filter', 'only'];

/**
 * Sends all spans and events of `run`, and of what it starts, to `dispatcher` instead of the global
 * one, until `run` has returned or the promise it returned has settled.
 *
 * @throws SpanFnError `SPANFN_BAD_DISPATCHER`, `SPANFN_BAD_FILTER`, `SPANFN_BAD_OPTION`
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
  const given = run === undefined ? (runOrOptions as ScopeOptions | undefined) : options;
  const dispatch = scopedDispatch(dispatcher, given ?? {});
  const frame = scopedFrame(dispatch);
  return run === undefined ? guardScope(dispatch, frame) : runScoped(dispatch, frame, run);
}

function scopedDispatch(dispatcher: Dispatcher, options: ScopeOptions): Dispatch {
  checkOptionNames(options, OPTIONS, 'withDispatcher()');
  const { filter, only } = options;
  if (only !== undefined && only !== 'events') {
    throw badOption('withDispatcher()', 'only', only, "'events', or left out");
  }
  return new Dispatch(dispatcher, {
    filter: filter === undefined ? undefined : parseFilter(filter),
    spansTo: only === undefined ? undefined : dispatchAround(),
  });
}

/** The dispatcher of the scope that the caller is in; null outside of any. */
function dispatchAround(): Dispatch | null {
  return (currentFrame()?.dispatch as Dispatch | null | undefined) ?? null;
}

/** Runs with a dispatcher in `frame`, and lets go of it when the result has settled. */
export function runScoped<R>(dispatch: Dispatch, frame: Frame, run: () => R): R {
  addScoped(dispatch);
  let result: R;
  try {
    result = runInFrame(frame, run);
  } catch (error) {
    removeScoped(dispatch);
    throw error;
  }
  if (!types.isPromise(result)) {
    removeScoped(dispatch);
    return result;
  }
  return subscribe(
    result,
    (value) => {
      removeScoped(dispatch);
      return value;
    },
    (error) => {
      removeScoped(dispatch);
      throw error;
    },
  ) as R;
}

/** Frames of guards that were disposed, with the frame to go back to instead. */
const left = new WeakMap<Frame, Frame | undefined>();

/** Makes `frame` current until the guard is disposed, be it after guards further out. */
export function guardScope(dispatch: Dispatch, frame: Frame): Disposable {
  const outer = currentFrame();
  addScoped(dispatch);
  switchFrame(frame);
  return {
    [Symbol.dispose]() {
      if (left.has(frame)) return;
      left.set(frame, outer);
      if (currentFrame() === frame) switchFrame(stillOpen(outer));
      removeScoped(dispatch);
    },
  };
}

function stillOpen(frame: Frame | undefined): Frame | undefined {
  let at = frame;
  while (at !== undefined && left.has(at)) at = left.get(at);
  return at;
}

function scopedFrame(dispatch: Dispatch): Frame {
  const outer = currentFrame();
  return new Frame(outer?.top ?? null, outer?.context ?? null, dispatch, outer?.muted ?? false);
}
