import type { AnyFunction } from '../src/abi/index.ts';
import { SpanFnError } from '../src/base/errors.ts';
import { getOwnPropertyDescriptor } from '../src/base/primordials.ts';
import { labelOf } from './names.ts';

const REMEDIES: Record<string, string> = {
  '@spanFn': 'Decorate a method, accessor, arrow-function field or class, or call spanFn(fn).',
  '@field': 'Decorate a field, an accessor or a getter of a class.',
};

/** For what is not a function and cannot become one. */
export function notDecorable(
  value: unknown,
  key?: string | symbol,
  decorator = '@spanFn',
): SpanFnError {
  const where = key === undefined ? '' : ` at "${labelOf(key)}"`;
  return new SpanFnError('SPANFN_NOT_DECORABLE', {
    value,
    cause: `${decorator}${where} has nothing to work on`,
    remedy: REMEDIES[decorator] as string,
  });
}

/**
 * Returns `value` if it is a function.
 *
 * @throws SpanFnError `SPANFN_NOT_DECORABLE`
 */
export function functionAt(value: unknown, key: string | symbol): AnyFunction {
  if (typeof value === 'function') return value as AnyFunction;
  throw notDecorable(value, key);
}

/** For a legacy decorator on a field that the language defines without asking anybody. */
export function nativeField(key: string | symbol): SpanFnError {
  return new SpanFnError('SPANFN_NATIVE_FIELD', {
    value: labelOf(key),
    cause: 'A legacy decorator cannot see the value of a native class field',
    remedy: 'Set "useDefineForClassFields": false, or write `field = spanFn(() => …)`.',
  });
}

/**
 * Whether the class text defines `key` as a native field, or by a compiler's helper that
 * defines rather than assigns. In doubt the answer is no: the decorator may then do nothing,
 * but it does not break a program that works.
 */
export function isNativeField(target: object, key: string | symbol): boolean {
  const owner = getOwnPropertyDescriptor(target, 'constructor')?.value;
  if (typeof key !== 'string' || typeof owner !== 'function') return false;
  const source = Function.prototype.toString.call(owner);
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const assigned = new RegExp(`\\bthis\\.${name}\\s*=[^=]|\\bthis\\[["']${name}["']\\]\\s*=[^=]`);
  if (assigned.test(source)) return false;
  const native = new RegExp(`(^|[;{}\\s])${name}\\s*=(?![=>])`);
  const helper = new RegExp(
    `(publicField|define_property|defineProperty)\\(this,\\s*["']${name}["']`,
  );
  return native.test(source) || helper.test(source);
}
