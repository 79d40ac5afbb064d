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
  Object.setPrototypeOf(wrapper, getPrototypeOf(fn));
  for (const key of ownKeys(wrapper)) Reflect.deleteProperty(wrapper, key);
  for (const key of ownKeys(fn)) {
    defineProperty(wrapper, key, getOwnPropertyDescriptor(fn, key) as PropertyDescriptor);
  }
  copyMetadata(wrapper, fn);
  if (!Object.isExtensible(fn)) Object.preventExtensions(wrapper);
}

/** Guards and routes of frameworks hang on the function object, by `reflect-metadata`. */
function copyMetadata(wrapper: AnyFunction, fn: AnyFunction): void {
  const { getOwnMetadataKeys, getOwnMetadata, defineMetadata } = Reflect as MetadataReflect;
  if (!getOwnMetadataKeys || !getOwnMetadata || !defineMetadata) return;
  for (const key of getOwnMetadataKeys(fn)) defineMetadata(key, getOwnMetadata(key, fn), wrapper);
}
