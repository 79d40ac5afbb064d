import type { Overdue } from '../base/overdue.ts';
import {
  type AsyncContextFrame,
  contextWith,
  currentContext,
  hasContexts,
  setContext,
  sizeOf,
} from './async-context-frame.ts';
import { currentFrame, type Frame, storage, switchFrame } from './frame.ts';

/** No context has this size. */
const UNKNOWN = -1;

/**
 * Makes `frame` current instead of `outer`, and goes back and forth between them: for a body
 * that runs in place, on the stack of somebody who is owed `outer`.
 *
 * There are two contexts, alike but for the frame, and to go to the other is to set it: on one
 * condition. The program may enter stores of its own meanwhile, which outlast the switch. So the
 * current context must be the very one that was set, with as many stores in it; else the frame
 * alone is replaced, then and ever after.
 */
export class FrameSwitch implements Overdue {
  declare private readonly frame: Frame;
  declare readonly outer: Frame | undefined;
  private here: AsyncContextFrame | undefined = undefined;
  private there: AsyncContextFrame | undefined = undefined;
  private size: number = UNKNOWN;

  /** Sets the context last: if the stack overflows here, nothing has changed. */
  constructor(frame: Frame, outer: Frame | undefined) {
    this.frame = frame;
    this.outer = outer;
    if (hasContexts) {
      this.there = currentContext();
      this.here = contextWith(this.there, storage, frame);
      this.size = this.here.size;
      setContext(this.here);
    } else switchFrame(frame);
  }

  /** Makes `outer` current. */
  back(): void {
    if (!this.flips()) switchFrame(this.outer);
  }

  /** Goes back after all, unless that job is over. */
  makeUp(): void {
    if (currentFrame() === this.frame) switchFrame(this.outer);
  }

  /** Makes `frame` current once more. */
  again(): void {
    if (!this.flips()) switchFrame(this.frame);
  }

  private flips(): boolean {
    const { here, there } = this;
    if (currentContext() !== here || sizeOf(here) !== this.size) {
      this.here = undefined; // Nor keep alive what the program has left.
      this.there = undefined;
      this.size = UNKNOWN;
      return false;
    }
    const size = sizeOf(there);
    setContext(there);
    this.here = there;
    this.there = here;
    this.size = size;
    return true;
  }
}
