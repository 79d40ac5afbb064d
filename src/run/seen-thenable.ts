import { types } from 'node:util';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../base/primordials.ts';
import { targetOf } from './proxy-target.ts';

const top = Object.prototype;

/**
 * Whether an object has a method `then` that can be seen without running any code of its
 * owner: a getter is not called, and of a proxy its target is looked at, wherever it stands.
 */
export function isSeenThenable(object: object): boolean {
  let at: object | null = object;
  while (at !== null && at !== top) {
    if (types.isProxy(at)) at = targetOf(at);
    else if (hasOwn(at, 'then')) return isMethod(at);
    else at = getPrototypeOf(at);
  }
  return false;
}

function isMethod(owner: object): boolean {
  const { value } = getOwnPropertyDescriptor(owner, 'then') as PropertyDescriptor;
  return typeof value === 'function';
}
