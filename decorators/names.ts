import { getOwnPropertyDescriptor, getPrototypeOf } from '../src/base/primordials.ts';

/** Stands for a class or function without a name. */
export const ANONYMOUS = '(anonymous)';

/** The name of a function or class, without calling a static `name` of the user's. */
export function nameOf(fn: object): string {
  const name = getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : ANONYMOUS;
}

/** A property key as it reads in code: `total`, `[Symbol.iterator]`. */
export function labelOf(key: string | symbol): string {
  return typeof key === 'string' ? key : `[${key.description ?? 'symbol'}]`;
}

/** The class to which a prototype belongs, or the class itself. */
export function classNameOf(target: object): string {
  if (typeof target === 'function') return nameOf(target);
  const owner = getOwnPropertyDescriptor(target, 'constructor')?.value;
  return typeof owner === 'function' ? nameOf(owner) : ANONYMOUS;
}

/** The prototype, among those of `instance`, that declares `key`; its first if none does. */
export function declaringPrototype(instance: object, key: string | symbol): object {
  for (let at = getPrototypeOf(instance); at !== null; at = getPrototypeOf(at)) {
    if (getOwnPropertyDescriptor(at, key) !== undefined) return at;
  }
  return getPrototypeOf(instance) ?? instance;
}
