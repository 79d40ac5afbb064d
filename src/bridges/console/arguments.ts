import { format, types } from 'node:util';
import { toValue } from '../../base/capture.ts';
import { getPrototypeOf } from '../../base/primordials.ts';
import { cut } from '../../base/text.ts';
import { addError, isError } from '../../log/error-fields.ts';
import type { LiveEvent } from '../../log/live-event.ts';
import { bodyText } from '../../pipeline/tree.ts';
import { redactedKeys } from '../../span/redaction.ts';
import { addFields } from '../captured.ts';

const SPECIFIER = /%[sdifjoOc%]/g;

/**
 * Takes the arguments of a method of a console: the first error is what the event reports, plain
 * objects are fields, all else is text. No code of theirs runs, since printing them will run it.
 */
export function addArguments(event: LiveEvent, given: readonly unknown[]): void {
  const [first, ...others] = given;
  const texts: string[] = [];
  if (typeof first === 'string' && others.length > 0) texts.push(substitute(first, others));
  else if (given.length > 0) others.unshift(first);
  for (const argument of others) {
    if (!takeObject(event, argument)) texts.push(textOf(argument));
  }
  if (texts.length > 0) event.body = cut(texts.join(' '));
}

/** Puts arguments where the text wants them, and takes them off the list. */
function substitute(text: string, others: unknown[]): string {
  return text.replace(SPECIFIER, (specifier) => {
    if (specifier === '%%') return '%';
    if (others.length === 0) return specifier;
    const argument = others.shift();
    return isPrimitive(argument) ? format(specifier, argument) : textOf(argument);
  });
}

/** Whether it was taken for an error or for fields. */
function takeObject(event: LiveEvent, argument: unknown): boolean {
  if (typeof argument !== 'object' || argument === null || types.isProxy(argument)) return false;
  if (isError(argument)) {
    if (event.error !== undefined) return false;
    addError(event, argument);
    return true;
  }
  const prototype = getPrototypeOf(argument);
  const isPlain = prototype === null || getPrototypeOf(prototype) === null;
  if (!isPlain || Array.isArray(argument)) return false;
  addFields(event, argument);
  return true;
}

function textOf(argument: unknown): string {
  if (typeof argument === 'string') return argument;
  return isPrimitive(argument) ? format(argument) : bodyText(toValue(argument, redactedKeys()));
}

function isPrimitive(argument: unknown): boolean {
  return (typeof argument !== 'object' || argument === null) && typeof argument !== 'function';
}
