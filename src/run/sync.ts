import type { AnyFunction } from '../base/any-function.ts';
import { debts } from '../base/overdue.ts';
import { apply } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, pop, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { create } from '../span/open.ts';
import { finishFailed } from './finish.ts';
import { settle } from './settle.ts';

/**
 * Runs a function that is known to be synchronous: its span goes onto the stack of the current
 * frame, since entering a frame of its own would cost more than all the rest.
 */
export function runSync(
  site: Site,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const frame = currentFrame();
  const span = create(site, frame, 'thread', self, args);
  if (span === null) return apply(fn, self, args);
  span.begin();
  if (frame !== undefined && frame.top !== null) return runOnStack(frame, span, fn, self, args);
  // No span around it: with a frame for its duration, all that it starts stays in its trace.
  return runInOwnFrame(frameBelow(frame, span), span, fn, self, args);
}

/**
 * Pushes, runs, pops. Nothing between push and `try` can throw, and popping calls nothing: so
 * even a stack overflow leaves the stack balanced, and the caller sees the error of its own.
 */
function runOnStack(
  frame: Frame,
  span: LiveSpan,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  let result: unknown;
  span.below = frame.top;
  frame.top = span;
  try {
    result = apply(fn, self, args);
  } catch (error) {
    if (frame.top === span) {
      frame.top = span.below;
      span.below = null;
    } else pop(frame, span);
    try {
      finishFailed(span, error);
    } catch {
      // Only a stack overflow, and the error at hand goes first.
      debts.list[debts.list.length] = span;
    }
    throw error;
  }
  if (frame.top === span) {
    frame.top = span.below;
    span.below = null;
  } else pop(frame, span);
  try {
    settle(span, result, frame);
  } catch {
    debts.list[debts.list.length] = span;
  }
  return result;
}

/**
 * Runs in a frame that `span` owns, so that whatever the function starts, and goes on after it
 * has returned, hangs below it. The safe road for functions of unknown kind.
 */
export function runInOwnFrame(
  frame: Frame,
  span: LiveSpan,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  let result: unknown;
  try {
    result = runInFrame(frame, apply, fn, self, args);
  } catch (error) {
    try {
      finishFailed(span, error);
    } catch {
      // Only a stack overflow, and the error at hand goes first.
      debts.list[debts.list.length] = span;
    }
    throw error;
  }
  try {
    settle(span, result, frame);
  } catch {
    debts.list[debts.list.length] = span;
  }
  return result;
}
