import { types } from 'node:util';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../../base/primordials.ts';

/**
 * Whether an object has a method `then` that can be seen without running any code of its
 * owner. Proxies and getters are not asked: they could tell how often they are.
 */
export function isSeenThenable(object: object): boolean {
  for (let at: object | null = object; at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) return false;
    if (!hasOwn(at, 'then')) continue;
    const { value } = getOwnPropertyDescriptor(at, 'then') as PropertyDescriptor;
    return typeof value === 'function';
  }
  return false;
}
