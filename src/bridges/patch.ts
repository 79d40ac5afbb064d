import { SpanFnError } from '../base/errors.ts';
import { apply, defineProperty, getOwnPropertyDescriptor } from '../base/primordials.ts';

// biome-ignore lint/suspicious/noExplicitAny: any method of any library.
export type Method = (this: any, ...args: any[]) => any;
/** Makes the method that takes the place of `original`. */
export type Wrap = (original: Method) => Method;

/**
 * Puts methods around those that `owner` has or inherits. Returns what takes them away again; one
 * that somebody else has wrapped meanwhile stays where it is, and does no more than call the original.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION` if `owner` cannot be changed
 */
export function patch(owner: object, wraps: Readonly<Record<PropertyKey, Wrap>>): () => void {
  const undo: (() => void)[] = [];
  const undoAll = (): void => {
    for (const one of undo.splice(0).reverse()) one();
  };
  try {
    for (const key of Reflect.ownKeys(wraps)) {
      undo.push(patchOne(owner, key, wraps[key as string] as Wrap));
    }
  } catch (error) {
    undoAll();
    throw error;
  }
  return undoAll;
}

function patchOne(owner: object, key: PropertyKey, wrap: Wrap): () => void {
  const own = getOwnPropertyDescriptor(owner, key);
  const original = (owner as Record<PropertyKey, Method>)[key] as Method;
  const wrapped = wrap(original);
  let isOn = true;
  const method: Method = function (...args) {
    return apply(isOn ? wrapped : original, this, args);
  };
  const { name, length } = original;
  defineProperty(method, 'name', { value: name, configurable: true });
  defineProperty(method, 'length', { value: length, configurable: true });
  const isEnumerable = own?.enumerable === true;
  const property = { value: method, enumerable: isEnumerable, writable: true, configurable: true };
  if (!defineProperty(owner, key, property)) throw frozen(key);
  return () => {
    isOn = false;
    if (getOwnPropertyDescriptor(owner, key)?.value !== method) return;
    if (own === undefined) Reflect.deleteProperty(owner, key);
    else defineProperty(owner, key, own);
  };
}

function frozen(key: PropertyKey): SpanFnError {
  return new SpanFnError('SPANFN_BAD_OPTION', {
    value: String(key),
    cause: 'This method cannot be replaced: its object is frozen, or a property of it is',
    remedy: 'Give an object that can be changed.',
  });
}
