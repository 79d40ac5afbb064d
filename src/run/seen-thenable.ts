import { types } from 'node:util';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } from '../base/primordials.ts';
import { targetOf } from './proxy-target.ts';

/**
 * Whether an object has a method `then` that can be seen without running any code of its
 * owner: a getter is not called, and of a proxy its target is looked at.
 */
export function isSeenThenable(object: object): boolean {
  if (!types.isProxy(object) && !('then' in object)) return false; // Nearly all.
  let at: object | null = object;
  while (at !== null) {
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
