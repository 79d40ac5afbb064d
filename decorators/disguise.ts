import type { AnyFunction } from '../src/abi/index.ts';
import {
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
} from '../src/base/primordials.ts';

interface MetadataReflect {
  getOwnMetadataKeys?(target: object): unknown[];
  getOwnMetadata?(key: unknown, target: object): unknown;
  defineMetadata?(key: unknown, value: unknown, target: object): void;
}

/**
 * Gives `wrapper` everything by which the program can know `fn`: prototype, own properties in
 * their order (`name` and `length` among them), Reflect metadata, extensibility.
 */
export function disguise(wrapper: AnyFunction, fn: AnyFunction): void {
  const prototype = getPrototypeOf(fn);
  if (getPrototypeOf(wrapper) !== prototype) Object.setPrototypeOf(wrapper, prototype);
  for (const key of ownKeys(wrapper)) {
    if (getOwnPropertyDescriptor(fn, key) === undefined) Reflect.deleteProperty(wrapper, key);
  }
  for (const key of ownKeys(fn)) {
    defineProperty(wrapper, key, getOwnPropertyDescriptor(fn, key) as PropertyDescriptor);
  }
  adoptInstances(wrapper, fn);
  copyMetadata(wrapper, fn);
  if (!Object.isExtensible(fn)) Object.preventExtensions(wrapper);
}

/** Instances know their constructor by the name that the program has for it: the wrapper. */
function adoptInstances(wrapper: AnyFunction, fn: AnyFunction): void {
  const prototype: unknown = getOwnPropertyDescriptor(fn, 'prototype')?.value;
  if (typeof prototype !== 'object' || prototype === null) return;
  const own = getOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.value === fn) defineProperty(prototype, 'constructor', { ...own, value: wrapper });
}

/** Guards and routes of frameworks hang on the function object, by `reflect-metadata`. */
function copyMetadata(wrapper: AnyFunction, fn: AnyFunction): void {
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata } = Reflect as MetadataReflect;
  if (!getOwnMetadataKeys || !getOwnMetadata || !defineMetadata) return;
  for (const key of getOwnMetadataKeys(fn)) defineMetadata(key, getOwnMetadata(key, fn), wrapper);
}
