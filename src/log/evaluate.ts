import { types } from 'node:util';
import { annotatedFields, hasAnnotations, readField as readAnnotated } from '../base/annotated.ts';
import { toValue } from '../base/capture.ts';
import { countCaptureError } from '../base/capture-errors.ts';
import { LIMITS } from '../base/limits.ts';
import { getPrototypeOf, hasOwn, subscribe } from '../base/primordials.ts';
import { isRendered, renderedText, threwText } from '../base/rendered.ts';
import { cut } from '../base/text.ts';
import { type FieldValue, REDACTED } from '../base/value.ts';
import { addError, isError } from './error-fields.ts';
import type { LiveEvent } from './live-event.ts';

type Redacted = ReadonlySet<string>;
type Lazy = () => unknown;

/** Most fields are a plain object, of which no built-in needs to be asked what it is. */
const plainPrototype = Object.prototype;
const { isArray } = Array;
const { isView } = ArrayBuffer;

/**
 * Takes one argument of a call: a text is the message, or more of it; an error is what the event
 * reports; the properties of an object are fields. A function is called, and gives any of these.
 * Whatever it is, nothing that was logged is lost, and nothing is thrown but a stack overflow.
 */
export function take(event: LiveEvent, argument: unknown, redact: Redacted): void {
  switch (typeof argument) {
    case 'string':
      addText(event, argument);
      return;
    case 'function':
      if (isLazy(argument)) takeLazy(event, argument, redact);
      else addText(event, String(toValue(argument)));
      return;
    case 'object':
      if (argument !== null) {
        takeObject(event, argument, redact);
        return;
      }
  }
  addText(event, String(argument));
}

function addText(event: LiveEvent, text: string): void {
  event.body = event.body === null ? cut(text) : cut(`${event.body} ${text}`);
}

/** A function that wants arguments is no lazy value. */
function isLazy(value: { readonly length: unknown }): value is Lazy {
  return value.length === 0;
}

function takeLazy(event: LiveEvent, lazy: Lazy, redact: Redacted): void {
  let argument: unknown;
  try {
    argument = lazy();
  } catch (error) {
    addText(event, threwText(error));
    return;
  }
  if (typeof argument === 'function' || types.isPromise(argument)) {
    addText(event, String(settled(argument, redact)));
  } else if (argument !== undefined) take(event, argument, redact);
}

function takeObject(event: LiveEvent, object: object, redact: Redacted): void {
  if (getPrototypeOf(object) === plainPrototype) takeFields(event, object, redact);
  else if (isError(object)) takeError(event, object, redact);
  else if (!types.isProxy(object) && isRendered(object)) addText(event, renderedText(object));
  else if (isOneValue(object)) takeField(event, 'value', object, redact);
  else takeFields(event, object, redact);
}

function takeError(event: LiveEvent, error: object, redact: Redacted): void {
  if (event.error === undefined) addError(event, error);
  else takeField(event, 'error', error, redact);
}

/** Whether its properties say nothing of it. */
function isOneValue(object: object): boolean {
  return (
    isArray(object) ||
    types.isMap(object) ||
    types.isSet(object) ||
    types.isDate(object) ||
    types.isRegExp(object) ||
    isView(object) ||
    types.isBoxedPrimitive(object)
  );
}

/** Own enumerable properties, or the annotated fields of a class. */
export function takeFields(event: LiveEvent, fields: object, redact: Redacted): void {
  const annotated = hasAnnotations() ? annotatedFields(fields) : undefined;
  if (annotated !== undefined) {
    for (const [key, read] of annotated) takeField(event, key, readAnnotated(fields, read), redact);
    return;
  }
  // Of one object's properties no two bear the same name, unless it is cut.
  const isFirst = event.count === 0;
  for (const key in fields) {
    if (!hasOwn(fields, key)) continue;
    const value = readField(fields, key);
    if (isFirst && key.length <= LIMITS.length) addField(event, key, value, redact);
    else takeField(event, key, value, redact);
  }
}

/** One property, which may be a getter of the user's. */
export function readField(fields: object, key: string): unknown {
  try {
    return (fields as Record<string, unknown>)[key];
  } catch (error) {
    return threwText(error);
  }
}

/** Adds one field, in place of one of the same name; a function is called for its value. */
export function takeField(event: LiveEvent, key: string, value: unknown, redact: Redacted): void {
  event.set(nameOf(key), shownValue(key, value, redact));
}

/** The same for a name that is new to the event. */
export function addField(event: LiveEvent, key: string, value: unknown, redact: Redacted): void {
  event.add(nameOf(key), shownValue(key, value, redact));
}

function nameOf(key: string): string {
  return key.length > LIMITS.length ? cut(key) : key;
}

function shownValue(key: string, value: unknown, redact: Redacted): FieldValue {
  return redact.size > 0 && redact.has(key) ? REDACTED : fieldValue(value, redact);
}

function fieldValue(value: unknown, redact: Redacted): FieldValue {
  switch (typeof value) {
    case 'string':
      return cut(value);
    case 'number':
    case 'boolean':
      return value;
    case 'function':
      return lazyValue(value, redact);
    default:
      return toValue(value, redact);
  }
}

function lazyValue(lazy: { readonly length: unknown }, redact: Redacted): FieldValue {
  try {
    return isLazy(lazy) ? settled(lazy(), redact) : toValue(lazy, redact);
  } catch (error) {
    return threwText(error);
  }
}

/** A promise is not waited for; that nobody handles it must not end the process. */
function settled(value: unknown, redact: Redacted): FieldValue {
  if (types.isPromise(value)) subscribe(value, () => {}, countCaptureError);
  return toValue(value, redact);
}
