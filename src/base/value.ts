import { types } from 'node:util';
import { annotatedFields, hasAnnotations, type ReadField, readField } from './annotated.ts';
import { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } from './primordials.ts';

/** What a field may hold: exactly the kinds of OTLP's `AnyValue`, plus null for "no value". */
export type FieldValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | FieldValue[]
  | { [key: string]: FieldValue };

/** Recorded fields by name. */
export interface Fields {
  [key: string]: FieldValue;
}

/** How much of a value is kept. */
export interface Limits {
  /** UTF-16 units of one string; bytes of one binary value. */
  readonly length: number;
  /** Elements of one array, or keys of one object. */
  readonly width: number;
  /** Levels of nesting. */
  readonly depth: number;
  /** Values in one field, nested ones included. */
  readonly total: number;
  /** Fields of one span. */
  readonly fields: number;
}

/** The bounds of every recorded value. */
export const LIMITS: Limits = { length: 4096, width: 64, depth: 4, total: 256, fields: 128 };

/** What stands in for a redacted value. */
export const REDACTED = '[redacted]';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Copies anything a user may hand us into plain, bounded data. Runs no code of the value's
 * owner (no getter, no `toString`, no `toJSON`, no proxy trap) and never throws.
 */
export function toValue(input: unknown, redact: ReadonlySet<string> = NOTHING): FieldValue {
  switch (typeof input) {
    case 'string':
      return cut(input);
    case 'number':
    case 'boolean':
      return input;
    default:
      return copyObject(input, redact);
  }
}

/** Some objects throw at any look, such as a module that is not yet evaluated. */
function copyObject(input: unknown, redact: ReadonlySet<string>): FieldValue {
  try {
    return new Copier(redact).copy(input, 0);
  } catch {
    return '[Unreadable]';
  }
}

/** Stores `value` under `key` as a plain own property, even where `key` is `__proto__`. */
export function setField(fields: Fields, key: string, value: FieldValue): void {
  if (key === '__proto__') {
    defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  } else fields[key] = value;
}

/**
 * Copies the annotated fields of `source`, or, where its class has none, its own enumerable
 * properties into `into`, each bounded.
 */
export function copyFields(source: object, redact: ReadonlySet<string>, into: Fields): Fields {
  try {
    return types.isProxy(source) ? into : copyReadable(source, redact, into);
  } catch {
    return into;
  }
}

function copyReadable(source: object, redact: ReadonlySet<string>, into: Fields): Fields {
  const annotated = hasAnnotations() ? annotatedFields(source) : undefined;
  if (annotated !== undefined) {
    for (const [key, read] of annotated) {
      setField(into, key, redact.has(key) ? REDACTED : toValue(readField(source, read), redact));
    }
    return into;
  }
  let left = LIMITS.width;
  for (const key in source) {
    const property = getOwnPropertyDescriptor(source, key);
    if (property === undefined) continue;
    if (left-- === 0) break;
    setField(into, cut(key), redact.has(key) ? REDACTED : plain(property, redact));
  }
  return into;
}

function plain(property: PropertyDescriptor, redact: ReadonlySet<string>): FieldValue {
  return 'value' in property ? toValue(property.value, redact) : '[Getter]';
}

/** Cuts at the bound on a code-point boundary; a lone surrogate becomes U+FFFD. */
function cut(text: string): string {
  if (text.length <= LIMITS.length) return text.toWellFormed();
  const last = text.charCodeAt(LIMITS.length - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, LIMITS.length - (splitsPair ? 1 : 0))}…`.toWellFormed();
}

/** One copy in progress: what it may still spend, and what it is inside of. */
class Copier {
  readonly #redact: ReadonlySet<string>;
  readonly #inside: object[] = [];
  #left: number = LIMITS.total;

  constructor(redact: ReadonlySet<string>) {
    this.#redact = redact;
  }

  copy(input: unknown, depth: number): FieldValue {
    if (this.#left-- <= 0) return '…';
    switch (typeof input) {
      case 'string':
        return cut(input);
      case 'number':
      case 'boolean':
        return input;
      case 'bigint':
        return input > INT64_MAX || input < INT64_MIN ? cut(String(input)) : input;
      case 'undefined':
        return null;
      case 'symbol':
        return cut(`Symbol(${input.description ?? ''})`);
      case 'function':
        return `[Function ${functionName(input)}]`;
      default:
        return input === null ? null : this.#object(input as object, depth);
    }
  }

  #object(input: object, depth: number): FieldValue {
    if (types.isProxy(input)) return '[Proxy]';
    if (this.#inside.includes(input)) return '[Circular]';
    const leaf = leafText(input);
    if (leaf !== undefined) return leaf;
    if (types.isTypedArray(input)) return types.isUint8Array(input) ? bytes(input) : numbers(input);
    if (depth >= LIMITS.depth) return `[${className(input)}]`;
    this.#inside.push(input);
    const copied = this.#nested(input, depth + 1);
    this.#inside.pop();
    return copied;
  }

  #nested(input: object, depth: number): FieldValue {
    if (Array.isArray(input)) return this.#array(input, depth);
    if (types.isSet(input)) return this.#list(setValues.call(input), depth);
    if (types.isMap(input)) return this.#map(input, depth);
    const annotated = hasAnnotations() ? annotatedFields(input) : undefined;
    if (annotated !== undefined) return this.#annotated(input, annotated, depth);
    return this.#record(input, depth);
  }

  #array(input: unknown[], depth: number): FieldValue[] {
    const copied: FieldValue[] = [];
    const kept = Math.min(input.length, LIMITS.width);
    for (let i = 0; i < kept; i++) copied.push(this.#property(input, String(i), depth));
    if (input.length > kept) copied.push(`… ${input.length - kept} more`);
    return copied;
  }

  #list(input: Iterable<unknown>, depth: number): FieldValue[] {
    const copied: FieldValue[] = [];
    for (const item of input) {
      if (copied.length >= LIMITS.width) break;
      copied.push(this.copy(item, depth));
    }
    return copied;
  }

  #map(input: Map<unknown, unknown>, depth: number): Fields {
    const copied: Fields = {};
    let left = LIMITS.width;
    for (const [key, value] of mapEntries.call(input)) {
      if (left-- === 0) break;
      const name = typeof key === 'string' ? cut(key) : keyText(this.copy(key, LIMITS.depth));
      setField(copied, name, this.#redact.has(name) ? REDACTED : this.copy(value, depth));
    }
    return copied;
  }

  #annotated(input: object, fields: Map<string, ReadField>, depth: number): Fields {
    const copied: Fields = {};
    for (const [key, read] of fields) {
      const value = this.#redact.has(key) ? REDACTED : this.copy(readField(input, read), depth);
      setField(copied, key, value);
    }
    return copied;
  }

  #record(input: object, depth: number): Fields {
    const copied: Fields = {};
    let left = LIMITS.width;
    for (const key in input) {
      if (getOwnPropertyDescriptor(input, key) === undefined) continue;
      if (left-- === 0) break;
      const value = this.#redact.has(key) ? REDACTED : this.#property(input, key, depth);
      setField(copied, cut(key), value);
    }
    return copied;
  }

  #property(input: object, key: string, depth: number): FieldValue {
    const property = getOwnPropertyDescriptor(input, key);
    if (property === undefined) return null;
    return 'value' in property ? this.copy(property.value, depth) : '[Getter]';
  }
}

function bytes(input: Uint8Array): Uint8Array {
  const kept = Math.min(input.byteLength, LIMITS.length);
  return new Uint8Array(input.buffer, input.byteOffset, kept).slice();
}

function numbers(input: NodeJS.TypedArray): FieldValue[] {
  const copied: FieldValue[] = [];
  const kept = Math.min(input.length, LIMITS.width);
  for (let i = 0; i < kept; i++) copied.push(input[i] as number | bigint);
  if (input.length > kept) copied.push(`… ${input.length - kept} more`);
  return copied;
}

const setValues = Set.prototype.values;
const mapEntries = Map.prototype.entries;
const dateTime = Date.prototype.getTime;

/** Text of objects that are one value rather than a record of many. */
function leafText(input: object): string | undefined {
  if (types.isDate(input)) {
    const time = dateTime.call(input);
    return Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString();
  }
  if (types.isRegExp(input)) return '[RegExp]';
  if (types.isNativeError(input)) return errorText(input);
  if (types.isPromise(input)) return '[Promise]';
  if (types.isBoxedPrimitive(input) || types.isAnyArrayBuffer(input))
    return `[${className(input)}]`;
  return undefined;
}

/**
 * `name: message` of an error, or of anything else that was thrown; bounded. An accessor of
 * the user's is not called: it may throw, or do something.
 */
export function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return keyText(toValue(error));
  const message = errorMessage(error);
  const name = data(error, 'name') ?? className(error);
  return message === '' ? cut(name) : cut(`${name}: ${message}`);
}

/** The message alone of an error, or the text of anything else that was thrown. */
export function errorMessage(error: unknown): string {
  if (typeof error !== 'object' || error === null) return keyText(toValue(error));
  if (types.isProxy(error)) return '[Proxy]';
  return cut(data(error, 'message') ?? '');
}

/** A string data property of an object or its prototypes, without calling a getter. */
function data(input: object, key: string): string | undefined {
  for (let at: object | null = input; at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) return undefined;
    const property = getOwnPropertyDescriptor(at, key);
    if (property === undefined) continue;
    return typeof property.value === 'string' ? property.value : undefined;
  }
  return undefined;
}

function className(input: object): string {
  for (let at: object | null = input; at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) return 'Proxy';
    const owner = getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof owner === 'function') return functionName(owner);
  }
  return 'Object';
}

function functionName(input: object): string {
  if (types.isProxy(input)) return 'Proxy';
  const name = getOwnPropertyDescriptor(input, 'name')?.value;
  return typeof name === 'string' && name !== '' ? cut(name) : '(anonymous)';
}

function keyText(value: FieldValue): string {
  return typeof value === 'string' ? value : String(value);
}
