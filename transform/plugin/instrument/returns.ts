import { takesName } from '../analyse/bare';
import { endOf, Node, taggedOf } from '../ast/tree';
import {
  argument,
  assignment,
  callEnd,
  code,
  conditional,
  reference,
  sequence,
} from '../emit/code';
import { insert } from '../emit/edits';
import { fresh, ownResult, ownSpan } from '../emit/own-names';
import { callWithSpan } from '../emit/runtime';
import { Plan } from './plan';

/**
 * Whether what is returned is kept in a variable, so that without a span it costs no call. A function
 * would be named after that.
 */
export function isKept(value: Node, plan: Plan): bool {
  return plan.keepsResult && !takesName(value);
}

/** Puts `_r = ` before a value … */
export function openKept(value: Node): void {
  const from = code.length;
  startKept();
  insert(taggedOf(value), from);
}

/** … and `, _s ? _leaveWith(_s, _r) : _r` after it. */
export function closeKept(value: Node): void {
  const from = code.length;
  endKept();
  insert(endOf(value), from);
}

export function startKept(): void {
  sequence(2);
  assignment(ownResult, fresh);
}

export function endKept(): void {
  conditional();
  reference(ownSpan, fresh);
  callWithSpan('leaveWith', 2);
  argument();
  reference(ownResult, fresh);
  callEnd();
  reference(ownResult, fresh);
}
