import type { AnyFunction } from '../src/abi/index.ts';
import { apply } from '../src/base/primordials.ts';
import { ANONYMOUS } from '../src/base/text.ts';
import { decorateClass } from './class.ts';
import { functionAt } from './legacy.ts';
import { classNameOf, declaringPrototype, labelOf } from './names.ts';
import type { SpanFnOptions } from './options.ts';
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
  options: SpanFnOptions,
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
      return named(context, options, 'get ').wrap(value as AnyFunction);
    case 'setter':
      return named(context, options, 'set ').wrap(value as AnyFunction);
    case 'method':
      return named(context, options, '').wrap(value as AnyFunction);
  }
}

/** A subject for a function that is there already; it learns its class from an initializer. */
function named(context: StandardContext, options: SpanFnOptions, prefix: string): Subject {
  const subject = new Subject(nameIn(undefined, context, prefix), options);
  context.addInitializer?.(function (this: object) {
    learnClass(subject, this, context, prefix);
  });
  return subject;
}

function decorateField(context: StandardContext, options: SpanFnOptions): AnyFunction {
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
  options: SpanFnOptions,
): AutoAccessor {
  const subject = new Subject(nameIn(undefined, context), options);
  const reading = named(context, options, 'get ').wrap(get);
  const writing = named(context, options, 'set ').wrap(set);
  let holdsFunction = false;
  return {
    init(this: object, value: unknown): unknown {
      holdsFunction = typeof value === 'function';
      learnClass(subject, this, context);
      return holdsFunction ? subject.wrap(value as AnyFunction) : value;
    },
    get(this: unknown): unknown {
      return apply(holdsFunction ? get : reading, this, []);
    },
    set(this: unknown, value: unknown): void {
      if (!holdsFunction) apply(writing, this, [value]);
      else
        apply(set, this, [
          typeof value === 'function' ? subject.wrap(value as AnyFunction) : value,
        ]);
    },
  };
}

/** One SWC dialect gives private members no name. */
function memberLabel({ name }: StandardContext): string {
  return name === undefined || name === '' ? '#private' : labelOf(name);
}

/** Decorators run before their class exists; the first instance, or the class itself, tells. */
function learnClass(subject: Subject, self: object, context: StandardContext, prefix = ''): void {
  const home = context.static === true ? self : declaringPrototype(self, context.name ?? '');
  subject.rename(nameIn(home, context, prefix));
}

/** Asked late, since some compilers name the class after all else. */
function nameIn(home: object | undefined, context: StandardContext, prefix = ''): () => string {
  const label = prefix + memberLabel(context);
  return () => `${home === undefined ? ANONYMOUS : classNameOf(home)}.${label}`;
}
