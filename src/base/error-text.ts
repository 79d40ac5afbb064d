import { types } from 'node:util';
import { apply, getOwnPropertyDescriptor, getPrototypeOf } from './primordials.ts';
import { className, cut } from './text.ts';

/**
 * `name: message` of an error, or of anything else that was thrown; bounded. An accessor of
 * the user's is not called: it may throw, or do something.
 */
export function errorText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return thrownText(error);
  const message = errorMessage(error);
  const name = errorType(error);
  return message === '' ? name : cut(`${name}: ${message}`);
}

/** What kind of error it is: its `name`, else that of its class; of anything else its type. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return error === null ? 'null' : typeof error;
  return cut(data(error, 'name') ?? className(error));
}

/** From Node 22 on the stack of an error is got by a getter, of which a realm has but one. */
const stackGetter = getOwnPropertyDescriptor(new Error('any'), 'stack')?.get;

/** The stack trace of an error, bounded; empty if it has none, or not the engine's. */
export function errorStack(error: unknown): string {
  if (!types.isNativeError(error) || types.isProxy(error)) return '';
  try {
    const property = getOwnPropertyDescriptor(error, 'stack');
    const isEngines = property?.get !== undefined && property.get === stackGetter;
    const stack = isEngines ? apply(stackGetter as () => unknown, error, []) : property?.value;
    return typeof stack === 'string' ? cut(stack) : '';
  } catch {
    return ''; // The user's `Error.prepareStackTrace` writes it.
  }
}

/** The message alone of an error, or the text of anything else that was thrown. */
export function errorMessage(error: unknown): string {
  if (typeof error !== 'object' || error === null) return thrownText(error);
  if (types.isProxy(error)) return '[Proxy]';
  return cut(data(error, 'message') ?? '');
}

/** A string property of an object or its prototypes, without calling a getter of the user's. */
function data(input: object, key: string): string | undefined {
  for (let at: object | null = input; at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) return undefined;
    const property = getOwnPropertyDescriptor(at, key);
    if (property === undefined) continue;
    const value =
      property.get === undefined ? property.value : platformText(input, key, property.get);
    return typeof value === 'string' ? value : undefined;
  }
  return undefined;
}

/** An `AbortError` and its like, which the platform throws, have getters of the platform's. */
function platformText(input: object, key: string, getter: () => unknown): unknown {
  const own = getOwnPropertyDescriptor(DOMException.prototype, key)?.get;
  if (getter !== own) return undefined;
  try {
    return apply(getter, input, []);
  } catch {
    return undefined; // It inherits from one, and is none.
  }
}

/** What else was thrown: `throw 'no'`, `throw null`, `reject()`. */
function thrownText(thrown: unknown): string {
  return cut(typeof thrown === 'function' ? 'a function' : String(thrown));
}
