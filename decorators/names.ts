import { getOwnPropertyDescriptor, getPrototypeOf } from '../src/base/primordials.ts';
import { ANONYMOUS, functionName } from '../src/base/text.ts';

/** A property key as it reads in code: `total`, `[Symbol.iterator]`. */
export function labelOf(key: string | symbol): string {
  return typeof key === 'string' ? key : `[${key.description ?? 'symbol'}]`;
}

/** The class to which a prototype belongs, or the class itself. */
export function classNameOf(target: object): string {
  if (typeof target === 'function') return functionName(target);
  const owner = getOwnPropertyDescriptor(target, 'constructor')?.value;
  return typeof owner === 'function' ? functionName(owner) : ANONYMOUS;
}

/** The prototype, among those of `instance`, that declares `key`; its first if none does. */
export function declaringPrototype(instance: object, key: string | symbol): object {
  for (let at = getPrototypeOf(instance); at !== null; at = getPrototypeOf(at)) {
    if (getOwnPropertyDescriptor(at, key) !== undefined) return at;
  }
  return getPrototypeOf(instance) ?? instance;
}
