import type { AnyFunction } from '../src/abi/index.ts';
import { bareCopy } from '../src/base/primordials.ts';
import { functionName } from '../src/base/text.ts';
import { checkSpanFnOptions } from './check-options.ts';
import { decorateClass, isClass } from './class.ts';
import { decorateLegacy, type LegacyDescriptor } from './legacy.ts';
import type { SpanFnOptions } from './options.ts';
import { checkPlace, type SpanFnPlace, type Terms } from './place.ts';
import { notDecorable } from './refusals.ts';
import { decorateStandard, type StandardContext } from './standard.ts';
import { Subject } from './subject.ts';
import type { PlacedSpanFn, SpanFn } from './types.ts';

/** Inherits nothing: a polluted `Object.prototype` is no option. */
const NO_TERMS: Terms = Object.freeze(bareCopy({}));

/**
 * Makes spans of a function's calls. One name for every use: `@spanFn`, `@spanFn('name')`,
 * `@spanFn({ … })` on methods, accessors, arrow-function fields and classes, in legacy and in
 * standard decorator syntax; `spanFn(fn)` and `spanFn('name', fn)` on any function.
 *
 * @throws SpanFnError `SPANFN_NOT_DECORABLE`, `SPANFN_NATIVE_FIELD`, `SPANFN_BAD_OPTION`,
 * `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export const spanFn: SpanFn = Object.assign(spanFnOn(NO_TERMS), {
  at: (place: SpanFnPlace) => spanFnOn(bareCopy({ place: checkPlace(place) })),
});

/** `spanFn` under these terms, to which each use adds its options. */
function spanFnOn(terms: Terms): PlacedSpanFn {
  return ((...args: unknown[]): unknown => {
    const [first, second] = args;
    if (typeof first === 'function' || isMember(args)) return decorate(args, terms);
    const options = bareCopy({ ...terms, ...optionsOf(args.length === 0 ? {} : first) });
    if (args.length < 2) return (...subject: unknown[]) => decorate(subject, options);
    return decorate([second], options);
  }) as PlacedSpanFn;
}

/** Tells by the arguments what is decorated: a member or a class in either syntax, a function. */
function decorate(args: unknown[], options: Terms): unknown {
  const [subject, second, third] = args;
  if (isStandardContext(second)) return decorateStandard(subject, second, options);
  if (isMember(args)) {
    return decorateLegacy(subject as object, second as string, third as LegacyDescriptor, options);
  }
  if (args.length !== 1 || typeof subject !== 'function') throw notDecorable(subject);
  if (isClass(subject)) {
    decorateClass(subject, options);
    return subject;
  }
  return new Subject(functionName(subject), options).wrap(subject as AnyFunction);
}

function optionsOf(given: unknown): SpanFnOptions {
  return checkSpanFnOptions(typeof given === 'string' ? { name: given } : (given as SpanFnOptions));
}

/** `(value, context)` of the standard syntax, or `(target, key, descriptor?)` of the legacy one. */
function isMember([subject, second]: unknown[]): boolean {
  if (isStandardContext(second)) return true;
  const isKey = typeof second === 'string' || typeof second === 'symbol';
  return (
    isKey && (typeof subject === 'object' || typeof subject === 'function') && subject !== null
  );
}

function isStandardContext(value: unknown): value is StandardContext {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, addInitializer } = value as Partial<StandardContext>;
  return typeof kind === 'string' && (typeof addInitializer === 'function' || 'name' in value);
}
