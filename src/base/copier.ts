import { types } from 'node:util';
import { annotatedFields, hasAnnotations, type ReadField, readField } from './annotated.ts';
import { errorText } from './error-text.ts';
import { LIMITS } from './limits.ts';
import { getOwnPropertyDescriptor, keysOf } from './primordials.ts';
import { isRendered, renderedText } from './rendered.ts';
import { className, cut, functionName } from './text.ts';
import { type Fields, type FieldValue, REDACTED, setField } from './value.ts';

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const setValues = Set.prototype.values;
const mapEntries = Map.prototype.entries;
const dateTime = Date.prototype.getTime;

/** One copy in progress: what it may still spend, and what it is inside of. */
export class Copier {
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
    if (isRendered(input)) return renderedText(input);
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
      const name = typeof key === 'string' ? cut(key) : String(this.copy(key, LIMITS.depth));
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
    for (const key of keysOf(input)) {
      if (left-- === 0) break;
      const value = this.#redact.has(key) ? REDACTED : this.#property(input, key, depth);
      setField(copied, cut(key), value);
    }
    return copied;
  }

  #property(input: object, key: string, depth: number): FieldValue {
    const property = getOwnPropertyDescriptor(input, key);
    if (property !== undefined && 'value' in property) return this.copy(property.value, depth);
    if (this.#left-- <= 0) return '…';
    return property === undefined ? null : '[Getter]';
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
