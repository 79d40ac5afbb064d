import type { AnyFunction } from '../src/abi/index.ts';
import { apply } from '../src/base/primordials.ts';
import { ANONYMOUS } from '../src/base/text.ts';
import { decorateClass } from './class.ts';
import { classNameOf, declaringPrototype, labelOf } from './names.ts';
import type { Terms } from './place.ts';
import { functionAt } from './refusals.ts';
import { Subject } from './subject.ts';

/** The part of a TC39 decorator context that all compilers agree on. */
export interface StandardContext {
  readonly kind: 'class' | 'method' | 'getter' | 'setter' | 'field' | 'accessor';
  readonly name: string | symbol | undefined;
  readonly static?: boolean;
  addInitializer?(initializer: (this: object) => void): void;
}

interface AutoAccessor {
  get: AnyFunction;
  set: AnyFunction;
  init?: AnyFunction;
}

/**
 * `@spanFn` in TC39 syntax.
 *
 * @throws SpanFnError `SPANFN_NOT_DECORABLE`, `SPANFN_BAD_OPTION`
 */
export function decorateStandard(
  value: unknown,
  context: StandardContext,
  options: Terms,
): unknown {
  switch (context.kind) {
    case 'class':
      decorateClass(value as AnyFunction, options);
      return undefined;
    case 'field':
      return decorateField(context, options);
    case 'accessor':
      return decorateAccessor(value as AutoAccessor, context, options);
    case 'getter':
      return wrapNamed(value as AnyFunction, context, options, 'get ');
    case 'setter':
      return wrapNamed(value as AnyFunction, context, options, 'set ');
    case 'method':
      return wrapNamed(value as AnyFunction, context, options);
  }
}

/** Wraps a function that is there already; an initializer tells its class. */
function wrapNamed(
  fn: AnyFunction,
  context: StandardContext,
  options: Terms,
  prefix = '',
): AnyFunction {
  const subject = new Subject(nameIn(undefined, context, prefix), options);
  const wrapper = subject.wrap(fn);
  context.addInitializer?.(function (this: object) {
    learnClass(subject, this, context, prefix, wrapper);
  });
  return wrapper;
}

function decorateField(context: StandardContext, options: Terms): AnyFunction {
  const subject = new Subject(nameIn(undefined, context), options);
  return function (this: object, value: unknown): unknown {
    learnClass(subject, this, context);
    const isEmpty = value === undefined || value === null;
    return isEmpty ? value : subject.wrap(functionAt(value, memberLabel(context)));
  };
}

/**
 * An accessor that holds a function is a field like others: the function makes the spans. One
 * that holds anything else makes a span for each reading and writing.
 */
function decorateAccessor(
  { get, set }: AutoAccessor,
  context: StandardContext,
  options: Terms,
): AutoAccessor {
  const subject = new Subject(nameIn(undefined, context), options);
  const reading = wrapNamed((held: unknown) => held, context, options, 'get ');
  const writing = wrapNamed(set, context, options, 'set ');
  const hold = (value: unknown): unknown =>
    typeof value === 'function' ? subject.wrap(value as AnyFunction) : value;
  return {
    init(this: object, value: unknown): unknown {
      learnClass(subject, this, context);
      return hold(value);
    },
    get(this: unknown): unknown {
      const held: unknown = apply(get, this, []);
      return typeof held === 'function' ? held : apply(reading, this, [held]);
    },
    set(this: unknown, value: unknown): void {
      apply(typeof value === 'function' ? set : writing, this, [hold(value)]);
    },
  };
}

/** One SWC dialect gives private members no name. */
function memberLabel({ name }: StandardContext): string {
  return name === undefined || name === '' ? '#private' : labelOf(name);
}

/** Decorators run before their class exists; the first instance, or the class itself, tells. */
function learnClass(
  subject: Subject,
  self: object,
  context: StandardContext,
  prefix = '',
  wrapper?: AnyFunction,
): void {
  if (subject.isNamed) return;
  const key = context.name ?? '';
  const home = context.static === true ? self : declaringPrototype(self, key, wrapper);
  subject.rename(nameIn(home, context, prefix));
}

/** Asked late, since some compilers name the class after all else. */
function nameIn(home: object | undefined, context: StandardContext, prefix = ''): () => string {
  const label = prefix + memberLabel(context);
  return () => `${home === undefined ? ANONYMOUS : classNameOf(home)}.${label}`;
}
