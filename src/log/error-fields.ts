import { types } from 'node:util';
import { errorMessage, errorStack, errorText, errorType } from '../base/error-text.ts';
import { getOwnPropertyDescriptor } from '../base/primordials.ts';
import { cut } from '../base/text.ts';
import type { LiveEvent } from './live-event.ts';

/** Errors behind an error that are told. */
const MOST_CAUSES = 8;
const ErrorHere = Error;

/** Whether `value` is an error, be it of another realm or made by hand. */
export function isError(value: object): boolean {
  return types.isNativeError(value) || (!types.isProxy(value) && value instanceof ErrorHere);
}

/**
 * Describes an error by the semantic conventions. What has caused it is part of the stack trace, as
 * conventions want it, and told in short by itself.
 */
export function addError(event: LiveEvent, error: unknown): void {
  event.error = error;
  event.set('exception.type', errorType(error));
  event.set('exception.message', errorMessage(error));
  const causes = causesOf(error);
  const stacks = [errorStack(error), ...causes.map((cause) => `Caused by: ${stackText(cause)}`)];
  const trace = stacks.filter((stack) => stack !== '').join('\n');
  if (trace !== '') event.set('exception.stacktrace', cut(trace));
  if (causes.length > 0) event.set('spanfn.causes', causes.map(errorText));
}

function stackText(error: unknown): string {
  return errorStack(error) || errorText(error);
}

/** All that an error names as its cause, nearest first: `cause`, and `errors` of an aggregate. */
function causesOf(error: unknown): unknown[] {
  const found: unknown[] = [error];
  for (let at = 0; at < found.length; at++) {
    for (const cause of namedBy(found[at])) {
      if (found.length > MOST_CAUSES) break;
      if (!found.includes(cause)) found.push(cause);
    }
  }
  return found.slice(1);
}

function namedBy(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null || types.isProxy(error)) return [];
  const cause = getOwnPropertyDescriptor(error, 'cause');
  const errors = getOwnPropertyDescriptor(error, 'errors')?.value;
  const several =
    Array.isArray(errors) && !types.isProxy(errors) ? errors.slice(0, MOST_CAUSES) : [];
  return cause?.value === undefined ? several : [cause.value, ...several];
}
