import { types } from 'node:util';
import { getOwnPropertyDescriptor, getPrototypeOf } from './primordials.ts';
import { className, cut } from './text.ts';

/**
 * `name: message` of an error, or of anything else that was thrown; bounded. An accessor of
 * the user's is not called: it may throw, or do something.
 */
export function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return thrownText(error);
  const message = errorMessage(error);
  const name = data(error, 'name') ?? className(error);
  return message === '' ? cut(name) : cut(`${name}: ${message}`);
}

/** The message alone of an error, or the text of anything else that was thrown. */
export function errorMessage(error: unknown): string {
  if (typeof error !== 'object' || error === null) return thrownText(error);
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

/** What else was thrown: `throw 'no'`, `throw null`, `reject()`. */
function thrownText(thrown: unknown): string {
  return cut(typeof thrown === 'function' ? 'a function' : String(thrown));
}
