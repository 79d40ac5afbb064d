import { getOwnPropertyDescriptor, getPrototypeOf } from '../src/base/primordials.ts';
import { ANONYMOUS, functionName } from '../src/base/text.ts';

/** A property key as it reads in code: `total`, `[Symbol.iterator]`. */
export function labelOf(key: string | symbol): string {
  return typeof key === 'symbol' ? `[${key.description ?? 'symbol'}]` : String(key);
}

/** The class to which a prototype belongs, or the class itself. */
export function classNameOf(target: object): string {
  if (typeof target === 'function') return functionName(target);
  const owner = getOwnPropertyDescriptor(target, 'constructor')?.value;
  return typeof owner === 'function' ? functionName(owner) : ANONYMOUS;
}

/**
 * The prototype, among those of `instance`, that declares `key`: the one that holds `member`,
 * where a subclass overrides it, else the first to have it, else the first at all.
 */
export function declaringPrototype(
  instance: object,
  key: string | symbol,
  member: unknown,
): object {
  let first: object | undefined;
  for (let at = getPrototypeOf(instance); at !== null; at = getPrototypeOf(at)) {
    const own = getOwnPropertyDescriptor(at, key);
    if (own === undefined) continue;
    if ([own.value, own.get, own.set].includes(member)) return at;
    first ??= at;
  }
  return first ?? getPrototypeOf(instance) ?? instance;
}
