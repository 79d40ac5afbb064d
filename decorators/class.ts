import type { AnyFunction } from '../src/abi/index.ts';
import {
  bareCopy,
  defineProperty,
  getOwnPropertyDescriptor,
  ownKeys,
} from '../src/base/primordials.ts';
import { functionName } from '../src/base/text.ts';
import { checkClassOptions } from './check-options.ts';
import { kindByReturnType } from './evidence.ts';
import { labelOf } from './names.ts';
import type { SpanFnOptions } from './options.ts';
import { originOfCaller } from './origin.ts';
import { Subject } from './subject.ts';

const CLASS_SOURCE = /^class\b/;

/** Whether `value` is a class rather than a function. */
export function isClass(value: unknown): value is AnyFunction {
  return typeof value === 'function' && CLASS_SOURCE.test(Function.prototype.toString.call(value));
}

/**
 * Decorates all own methods of a class, static ones too, in place: the class stays the same
 * object. Accessors, private methods and the constructor stay as they are.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function decorateClass(target: AnyFunction, options: SpanFnOptions): void {
  checkClassOptions(options);
  const { name: className = functionName(target), exclude = [], ...rest } = options;
  const shared = bareCopy(rest);
  const origin = originOfCaller();
  for (const home of [target.prototype as object, target]) {
    for (const key of ownKeys(home)) {
      const method = methodAt(home, key);
      if (method === undefined || isExcluded(key, exclude)) continue;
      const name = `${className}.${labelOf(key)}`;
      const subject = new Subject(name, shared, kindByReturnType(home, key), origin);
      defineProperty(home, key, { ...method, value: subject.wrap(method.value) });
    }
  }
}

function methodAt(home: object, key: string | symbol): PropertyDescriptor | undefined {
  if (key === 'constructor' || key === 'prototype') return undefined;
  const property = getOwnPropertyDescriptor(home, key);
  const isMethod = typeof property?.value === 'function' && !isClass(property.value);
  return isMethod && property.configurable ? property : undefined;
}

function isExcluded(key: string | symbol, exclude: readonly (string | symbol | RegExp)[]): boolean {
  return exclude.some((rule) =>
    rule instanceof RegExp ? typeof key === 'string' && key.search(rule) >= 0 : rule === key,
  );
}
