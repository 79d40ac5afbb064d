import { apply } from '../base/primordials.ts';
import {
  type AsyncContextFrame,
  contextWith,
  currentContext,
  hasContexts,
  setContext,
} from './async-context-frame.ts';
import { type Frame, runInFrame, storage } from './frame.ts';

/** A context kept for later: code run in it has the frame, wherever the call comes from. */
export interface Scope {
  run<A extends unknown[], R>(run: (...args: A) => R, self: unknown, args: A): R;
}

/**
 * Keeps the present asynchronous context, with `frame` as its frame. Entering a kept context
 * swaps a pointer, where entering a new frame builds a map.
 *
 * Where there is no context to keep, it is the frame alone that is kept; entering is cheap there.
 */
export function keepScope(frame: Frame): Scope {
  return hasContexts ? new ContextScope(frame) : new FrameScope(frame);
}

class ContextScope implements Scope {
  private readonly context: AsyncContextFrame;
  /** Whether the way back failed, for want of stack; where it was to lead, then. */
  private isStuck = false;
  private owed: AsyncContextFrame | undefined = undefined;

  constructor(frame: Frame) {
    this.context = contextWith(currentContext(), storage, frame);
  }

  /**
   * On the way back from a stack overflow there may be less stack than there was on the way in, for
   * code that is no longer optimised takes more. Who comes next, with more stack left, makes up for it.
   */
  run<A extends unknown[], R>(run: (...args: A) => R, self: unknown, args: A): R {
    let left = currentContext();
    if (this.isStuck && left === this.context) left = this.owed;
    setContext(this.context);
    try {
      return apply(run, self, args) as R;
    } finally {
      this.owed = left;
      this.isStuck = true;
      setContext(left);
      this.isStuck = false;
      this.owed = undefined;
    }
  }
}

class FrameScope implements Scope {
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  run<A extends unknown[], R>(run: (...args: A) => R, self: unknown, args: A): R {
    return runInFrame(this.#frame, apply as never, run, self, args) as R;
  }
}
