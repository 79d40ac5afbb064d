import { type Frame, frameBelow, pop, switchFrame } from '../../frame/frame.ts';
import { LiveSpan } from '../../span/live-span.ts';

/** The body runs, and the span is on the stack of a frame that is not its own. */
export const ON_STACK = 0;
/** The body runs in the span's own frame, on the stack of somebody who is owed `outer`. */
export const OWING = 1;
/** The body does not run: it waits, or is over. */
export const SUSPENDED = 2;
/** The body runs in jobs of its own, which keep its frame by themselves and owe nobody. */
export const FREE = 3;

/**
 * The span of a body that stays where it is. No call around the body could remember anything,
 * so the span does: where it is pushed, what it stands in for, what the body returned or threw.
 */
export class InPlaceSpan extends LiveSpan {
  phase: number = SUSPENDED;
  /** The frame whose stack it is on, or that it owns. */
  frame: Frame | null = null;
  /** The frame that its own stands in for. */
  outer: Frame | undefined = undefined;
  /** What the body threw, if it did, else what it returned. */
  outcome: unknown = undefined;
  threw = false;

  /** Makes the span current at the least cost: in a frame of its own only where no span is. */
  push(frame: Frame | undefined): void {
    if (frame === undefined || frame.top === null) {
      this.occupy(frame);
      return;
    }
    this.phase = ON_STACK;
    this.frame = frame;
    this.below = frame.top;
    frame.top = this;
  }

  /** Makes the span's own frame current instead of `outer`. */
  occupy(outer: Frame | undefined): void {
    const own = this.frame ?? frameBelow(outer, this);
    switchFrame(own); // First: if the stack overflows here, nothing has changed.
    this.frame = own;
    this.outer = outer;
    this.phase = OWING;
  }

  /** Undoes `push` or `occupy`; does nothing where the body owes nobody. */
  withdraw(): void {
    if (this.phase === ON_STACK) this.popFrom(this.frame as Frame);
    else if (this.phase === OWING) {
      switchFrame(this.outer);
      this.outer = undefined;
    }
    this.phase = SUSPENDED;
  }

  private popFrom(frame: Frame): void {
    this.frame = null;
    if (frame.top === this) {
      frame.top = this.below;
      this.below = null;
    } else popNested(frame, this);
  }

  /** Before its first `await`, an `async` function runs on its caller's stack. */
  suspend(): void {
    this.withdraw();
  }

  /** After the first `await`, which did not keep the own frame; all later ones will. */
  resume(): void {
    switchFrame(this.frame as Frame);
    this.phase = FREE;
  }

  /** Lets go of what the body left: the span may live on as the top of its own frame. */
  forget(): void {
    this.frame = null;
    this.outcome = undefined;
  }
}

/**
 * Takes `span` off the stack, and with it whatever lies above and can only be left over: calls
 * nest, so an inner one is over, but a stack overflow may have kept it from leaving. Spans
 * opened by hand are no calls; they stay.
 */
function popNested(frame: Frame, span: InPlaceSpan): void {
  const leftOver: InPlaceSpan[] = [];
  let at = frame.top;
  for (; at !== null && at !== span; at = at.below) {
    if (at instanceof InPlaceSpan) leftOver[leftOver.length] = at;
  }
  if (at === null) return;
  for (let i = 0; i < leftOver.length; i++) pop(frame, leftOver[i] as InPlaceSpan);
  pop(frame, span);
  for (let i = 0; i < leftOver.length; i++) (leftOver[i] as InPlaceSpan).end();
}
