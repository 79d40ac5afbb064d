import { defineProperty, getOwnPropertyDescriptor } from '../src/base/primordials.ts';
import { kindByReturnType } from './evidence.ts';
import { classNameOf, labelOf } from './names.ts';
import type { Terms } from './place.ts';
import { functionAt, isNativeField, nativeField, notDecorable } from './refusals.ts';
import { Subject } from './subject.ts';

/** What compilers pass for a member; Babel's and SWC's fields come with an initializer. */
export interface LegacyDescriptor extends PropertyDescriptor {
  initializer?: (this: unknown) => unknown;
}

/**
 * `@spanFn` in the syntax of `experimentalDecorators`. `target` is the prototype, or the class
 * for a static member.
 *
 * @throws SpanFnError `SPANFN_NOT_DECORABLE`, `SPANFN_NATIVE_FIELD`
 */
export function decorateLegacy(
  target: object,
  key: string | symbol,
  descriptor: LegacyDescriptor | undefined,
  options: Terms,
): LegacyDescriptor | undefined {
  const subject = (prefix = ''): Subject =>
    new Subject(
      () => `${classNameOf(target)}.${prefix}${labelOf(key)}`, // Some compilers name the class late.
      options,
      kindByReturnType(target, key),
    );
  if (typeof descriptor === 'number') throw notDecorable(`parameter ${descriptor}`, key);
  if (descriptor === undefined) {
    decorateField(target, key, subject());
    return undefined;
  }
  if (typeof descriptor.initializer === 'function') {
    return { ...descriptor, initializer: wrapInitializer(descriptor.initializer, subject(), key) };
  }
  if (descriptor.get !== undefined || descriptor.set !== undefined) {
    if (descriptor.get !== undefined) descriptor.get = subject('get ').wrap(descriptor.get);
    if (descriptor.set !== undefined)
      descriptor.set = subject('set ').wrap(descriptor.set) as (v: unknown) => void;
    return descriptor;
  }
  descriptor.value = subject().wrap(functionAt(descriptor.value, key));
  return descriptor;
}

function wrapInitializer(
  initializer: (this: unknown) => unknown,
  subject: Subject,
  key: string | symbol,
): (this: unknown) => unknown {
  return function (this: unknown): unknown {
    return subject.wrap(functionAt(initializer.call(this), key));
  };
}

/**
 * The syntax gives no way to see a field's value. A static one is there already; one of an
 * instance is caught when the constructor assigns it, by an accessor on the prototype that
 * then makes way for the plain property.
 */
function decorateField(target: object, key: string | symbol, subject: Subject): void {
  const own = getOwnPropertyDescriptor(target, key);
  if (own !== undefined) {
    defineProperty(target, key, { ...own, value: subject.wrap(functionAt(own.value, key)) });
    return;
  }
  if (isNativeField(target, key)) throw nativeField(key);
  defineProperty(target, key, {
    configurable: true,
    get: () => undefined,
    set(this: object, value: unknown) {
      const isEmpty = value === undefined || value === null;
      const stored = isEmpty ? value : subject.wrap(functionAt(value, key));
      defineProperty(this, key, {
        value: stored,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  });
}
