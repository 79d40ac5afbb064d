import { types } from 'node:util';
import { annotatedFields, hasAnnotations, readField } from './annotated.ts';
import { Copier } from './copier.ts';
import { LIMITS } from './limits.ts';
import { getOwnPropertyDescriptor, keysOf } from './primordials.ts';
import { cut } from './text.ts';
import { type Fields, type FieldValue, REDACTED, setField } from './value.ts';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Copies anything a user may hand us into plain, bounded data. Runs no code of the value's
 * owner (no getter, no `toString`, no `toJSON`, no proxy trap) but where `display` or `debug` asks
 * for it, and never throws.
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
  for (const key of keysOf(source)) {
    if (left-- === 0) break;
    const property = getOwnPropertyDescriptor(source, key) as PropertyDescriptor;
    setField(into, cut(key), redact.has(key) ? REDACTED : plain(property, redact));
  }
  return into;
}

function plain(property: PropertyDescriptor, redact: ReadonlySet<string>): FieldValue {
  return 'value' in property ? toValue(property.value, redact) : '[Getter]';
}
