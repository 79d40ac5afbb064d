import {
  type AsyncContextFrame,
  contextWith,
  currentContext,
  hasContexts,
  setContext,
} from './async-context-frame.ts';
import { currentFrame, type Frame, storage, switchFrame } from './frame.ts';

/** What was current before a scope was entered. */
type Left = AsyncContextFrame | Frame | undefined;

/**
 * An asynchronous context kept for later, with a frame of its own. Code between `enter` and
 * `leave` has the frame, wherever the call comes from, and so has all that it starts. Two calls
 * rather than a callback: what runs between them can be inlined.
 */
export interface Scope {
  /** Returns what `leave` is to be given. */
  enter(): Left;
  leave(left: Left): void;
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

  constructor(frame: Frame) {
    this.context = contextWith(currentContext(), storage, frame);
  }

  enter(): Left {
    const left = currentContext();
    setContext(this.context);
    return left;
  }

  leave(left: Left): void {
    setContext(left as AsyncContextFrame | undefined);
  }
}

class FrameScope implements Scope {
  private readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
  }

  enter(): Left {
    const left = currentFrame();
    switchFrame(this.frame);
    return left;
  }

  leave(left: Left): void {
    switchFrame(left as Frame | undefined);
  }
}
