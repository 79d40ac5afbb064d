import { AsyncLocalStorage } from 'node:async_hooks';
import { shared } from '../base/shared.ts';
import type { Fields } from '../base/value.ts';

/** What a stack holds; spans, seen from below. */
export interface OnStack {
  /** The entry under this one while it is on a stack. */
  below: OnStack | null;
}

/** Why instrumentation keeps quiet in a frame, if it does. */
export type Muted = false | 'internal' | 'dispatching';

/**
 * What one asynchronous flow knows: the span at the top of its stack, the fields of its
 * context, its own dispatcher. Everything the flow starts inherits the frame.
 */
export class Frame {
  /** The current span. The bottom entry is the span that owns the flow and is never popped. */
  top: OnStack | null;
  readonly context: Fields | null;
  /** A dispatcher for this flow alone; `dispatch/` gives it its type. */
  readonly dispatch: object | null;
  readonly muted: Muted;

  constructor(top: OnStack | null, context: Fields | null, dispatch: object | null, muted: Muted) {
    this.top = top;
    this.context = context;
    this.dispatch = dispatch;
    this.muted = muted;
  }
}

const storage: AsyncLocalStorage<Frame | undefined> = shared(
  'frame',
  () => new AsyncLocalStorage(),
);

/** The frame of the running flow. */
export function currentFrame(): Frame | undefined {
  return storage.getStore();
}

/** Calls `run` so that it, and all it starts, has `frame`. */
export function runInFrame<A extends unknown[], R>(
  frame: Frame | undefined,
  run: (...args: A) => R,
  ...args: A
): R {
  return storage.run(frame, run, ...args);
}

/**
 * Makes `frame` current until the caller switches back: for guards, which have no callback.
 * In an `async` function the switch leaks into its caller until the first `await`.
 */
export function switchFrame(frame: Frame | undefined): void {
  storage.enterWith(frame);
}

/** A frame inside `outer` whose current span is `top`. */
export function frameBelow(outer: Frame | undefined, top: OnStack | null): Frame {
  return outer === undefined
    ? new Frame(top, null, null, false)
    : new Frame(top, outer.context, outer.dispatch, outer.muted);
}

/**
 * Takes `entry` off the stack, wherever it is: guards may be disposed out of order, or twice.
 * It lets go of what was below it.
 */
export function pop(frame: Frame, entry: OnStack): void {
  if (frame.top === entry) {
    frame.top = entry.below;
    entry.below = null;
    return;
  }
  for (let at = frame.top; at !== null; at = at.below) {
    if (at.below === entry) {
      at.below = entry.below;
      entry.below = null;
      return;
    }
  }
}
