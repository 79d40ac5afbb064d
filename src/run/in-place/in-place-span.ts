import { currentFrame, type Frame, frameBelow } from '../../frame/frame.ts';
import { FrameSwitch } from '../../frame/frame-switch.ts';
import { LiveSpan } from '../../span/live-span.ts';
import { popFrom, pushOn } from './stack.ts';

/** The body runs, and the span is on the stack of a frame that is not its own. */
export const ON_STACK = 0;
/** The body runs in the span's own frame, on the stack of somebody who is owed `outer`. */
export const OWING = 1;
/** The body does not run: it waits, or is over. */
export const SUSPENDED = 2;
/** The body runs in jobs of its own, which keep its frame by themselves and owe nobody. */
export const FREE = 3;

/**
 * The span of a body that stays where it is, but for the cheapest case: a synchronous one inside
 * another span makes do with a plain `LiveSpan`, of which V8 makes much faster code.
 */
export class InPlaceSpan extends LiveSpan {
  phase: number = SUSPENDED;
  /** To the frame that its own stands in for, and back. */
  switch: FrameSwitch | null = null;
  /** What the body has returned or thrown, as long as its end cannot tell. */
  outcome: unknown = undefined;

  /** Makes the span current at the least cost: in a frame of its own only where no span is. */
  push(frame: Frame | undefined): void {
    if (frame === undefined || frame.top === null) {
      this.occupy(frame);
      return;
    }
    pushOn(frame, this);
    this.phase = ON_STACK;
  }

  /** Makes the span's own frame current instead of `outer`. */
  occupy(outer: Frame | undefined): void {
    const own = this.frame ?? frameBelow(outer, this);
    this.switch = new FrameSwitch(own, outer); // First: if the stack overflows here, nothing has changed.
    this.frame = own;
    this.phase = OWING;
  }

  /** Undoes `push` or `occupy`, for good; does nothing where the body owes nobody. */
  withdraw(): void {
    if (this.phase === ON_STACK) popFrom(this.frame as Frame, this);
    else if (this.phase === OWING) this.switch?.back();
    this.switch = null;
    this.phase = SUSPENDED;
  }

  /** Before its first `await`, an `async` function runs on its caller's stack. */
  suspend(): void {
    this.switch?.back();
    this.phase = SUSPENDED;
  }

  /** For a step of an iterator, which may run on somebody's stack or in a job of its own. */
  borrow(): void {
    this.occupy(currentFrame());
  }

  /** After the first `await`, which did not keep the own frame; all later ones will. */
  resume(): void {
    this.switch?.again();
    this.switch = null;
    this.phase = FREE;
  }
}
