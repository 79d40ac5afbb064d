import { debts } from '../../base/overdue.ts';
import type { Frame } from '../../frame/frame.ts';
import type { LiveSpan } from '../../span/live-span.ts';
import { finish, noteError } from '../finish.ts';
import { settle } from '../settle.ts';
import { InPlaceSpan } from './in-place-span.ts';

/** The outcome of a body that threw what is noted already, or returned what is not to be noted. */
export const KNOWN: unique symbol = Symbol('known');

/** Notes what the body returns, for the end of its span, and gives it back. */
export function returned<T>(span: LiveSpan | null, value: T): T {
  if (span !== null) note(span, value);
  return value;
}

/** Notes what the body throws, for the end of its span. */
export function fail(span: LiveSpan | null, error: unknown): void {
  if (span === null) return;
  note(span, KNOWN);
  noteError(span, error);
}

function note(span: LiveSpan, outcome: unknown): void {
  if (span instanceof InPlaceSpan) span.outcome = outcome;
  else span.rarely().outcome = outcome;
}

/** What was noted, which is no longer kept. */
export function takeOutcome(span: LiveSpan): unknown {
  const holder = span instanceof InPlaceSpan ? span : span.details;
  if (holder === null) return undefined;
  const { outcome } = holder;
  holder.outcome = undefined;
  return outcome;
}

/**
 * Ends the span of a body that may have returned anything, as `settle` says. Throws nothing:
 * only a stack overflow could be thrown here, and the outcome of the body goes first. Its end is
 * overdue then.
 */
export function conclude(span: LiveSpan, outcome: unknown, frame: Frame): void {
  try {
    if (outcome === KNOWN) span.end();
    else settle(span, outcome, frame);
  } catch {
    debts.list[debts.list.length] = span;
  }
  span.frame = null; // The span may live on as the top of its own frame.
}

/** Ends the span of a body whose value is final, whatever it is. */
export function concludeWith(span: LiveSpan, outcome: unknown): void {
  try {
    if (outcome === KNOWN) span.end();
    else finish(span, outcome);
  } catch {
    debts.list[debts.list.length] = span;
  }
  span.frame = null;
}
