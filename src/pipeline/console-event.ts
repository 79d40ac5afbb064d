import { errorMessage, errorType } from '../base/error-text.ts';
import type { Level } from '../base/level.ts';
import { escapeControls } from '../base/text.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import type { Paint } from './paint.ts';
import { bodyText, fieldsText, nameText } from './tree.ts';

const COLORS: Readonly<Record<Level, Parameters<Paint>[0]>> = {
  trace: 'gray',
  debug: 'blue',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: ['bold', 'red'],
};

/** Told by the error itself. */
const TOLD = /^(exception\.(type|message|stacktrace)|spanfn\.causes)$/;
/** Longer paths are cut at the root. */
const LONGEST_PATH = 16;

/**
 * An event on one line: time of day, level, target, message, fields, error, and the spans around
 * it, outermost first.
 */
export function eventLine(event: ReadableEvent, paint: Paint): string {
  const { level, target, name, body, fields, error } = event;
  const path = spanPath(event.span).map(nameText).join(' > ');
  const parts = [
    paint('dim', timeOfDay(event.time)),
    paint(COLORS[level], level.toUpperCase().padEnd(5)),
    paint('cyan', escapeControls(target)),
    paint('bold', escapeControls(name ?? '')),
    body === null ? '' : bodyText(body),
    paint('dim', fieldsText(error === undefined ? fields : untold(fields))),
    error === undefined ? '' : paint('red', errorLine(error, fields)),
    path === '' ? '' : paint('dim', `(${path})`),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** The stack of its error, a line each, indented: no line of it can be taken for another event. */
export function stackLines({ error, fields }: ReadableEvent): string[] {
  const stack = fields['exception.stacktrace'];
  if (error === undefined || typeof stack !== 'string') return [];
  return stack.split('\n').map((line) => `    ${escapeControls(line)}`);
}

/** Names of the spans around an event, outermost first. */
export function spanPath(innermost: ReadableSpan | null): string[] {
  const path: string[] = [];
  for (let span = innermost; span !== null && path.length < LONGEST_PATH; span = span.parent) {
    path.unshift(span.name);
  }
  return path;
}

function untold(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !TOLD.test(key)));
}

/** `TypeError: "no such cart"`, and what has caused it. */
function errorLine(error: unknown, { 'spanfn.causes': causes }: Fields): string {
  const message = escapeControls(JSON.stringify(errorMessage(error)));
  const because = Array.isArray(causes) ? causes.map(causeText) : [];
  return [`${escapeControls(errorType(error))}: ${message}`, ...because].join(' ');
}

function causeText(cause: FieldValue): string {
  return `caused by ${escapeControls(JSON.stringify(cause))}`;
}

/** Local time, as whoever looks at a terminal has it. */
function timeOfDay(unixNano: bigint): string {
  const date = new Date(Number(unixNano / 1_000_000n));
  const two = (part: number): string => String(part).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
