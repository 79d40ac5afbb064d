import { debts } from '../../base/overdue.ts';
import { type Frame, pop } from '../../frame/frame.ts';
import type { LiveSpan } from '../../span/live-span.ts';

/** Pushes the span on the stack of a frame that has a current span. Nothing here can throw. */
export function pushOn(frame: Frame, span: LiveSpan): void {
  span.frame = frame;
  span.below = frame.top;
  frame.top = span;
}

/** Takes the span off the stack it is on. Calls nothing, but for what lies above it. */
export function popFrom(frame: Frame, span: LiveSpan): void {
  span.frame = null;
  if (frame.top === span) {
    frame.top = span.below;
    span.below = null;
  } else popNested(frame, span);
}

/**
 * Takes off, together with `span`, whatever lies above and can only be left over: calls nest,
 * so an inner one is over, but a stack overflow may have kept it from leaving. Spans opened by
 * hand are no calls and stay.
 */
function popNested(frame: Frame, span: LiveSpan): void {
  const leftOver: LiveSpan[] = [];
  let at = frame.top as LiveSpan | null;
  for (; at !== null && at !== span; at = at.below as LiveSpan | null) {
    if (at.frame === frame) leftOver[leftOver.length] = at;
  }
  if (at === null) return;
  for (let i = 0; i < leftOver.length; i++) pop(frame, leftOver[i] as LiveSpan);
  pop(frame, span);
  for (let i = 0; i < leftOver.length; i++) {
    debts.list[debts.list.length] = leftOver[i] as LiveSpan;
  }
}
