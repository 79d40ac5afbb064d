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
import { locationOf, type Terms } from './place.ts';
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
export function decorateClass(target: AnyFunction, options: Terms): void {
  checkClassOptions(options);
  const { name, place, exclude = [], ...rest } = options;
  const className = name ?? place?.name ?? functionName(target);
  const shared = bareCopy(rest);
  const { file, target: module } = locationOf(options);
  const origin = { file, target: module }; // Without a line: that is the line of no method.
  for (const home of [target.prototype as object, target]) {
    for (const key of ownKeys(home)) {
      const method = methodAt(home, key);
      if (method === undefined || isExcluded(key, exclude)) continue;
      const label = `${className}.${labelOf(key)}`;
      const subject = new Subject(label, shared, kindByReturnType(home, key), origin);
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
