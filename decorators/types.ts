import type { SpanFnOptions } from './options.ts';
import type { SpanFnPlace } from './place.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function at all can be decorated.
type AnyFn = (this: any, ...args: any[]) => any;
/** Any class at all, also one whose constructor is private. */
type AnyClass = { readonly prototype: object };
/** A field may get its function later. */
type MaybeFn = AnyFn | null | undefined;

/** Everything if `Options` speak of the parameters and the result that `Fn` has, else nothing. */
type Suits<Options, Fn> = Fn extends AnyFn
  ? Options extends SpanFnOptions<Parameters<Fn>, Awaited<ReturnType<Fn>>>
    ? unknown
    : never
  : unknown;

/** A key, if the member there is known to be a function, or not known at all as private ones. */
type FunctionKey<Target, Key> = Key extends keyof Target
  ? Target[Key] extends MaybeFn
    ? Key
    : never
  : Key;

/** Refuses options that do not exist, as a type parameter by itself does not. */
type Known<Options> = string extends keyof Options
  ? Options
  : Options & Record<Exclude<keyof Options, keyof SpanFnOptions>, never>;

/** A decorator; what it decorates keeps its type to the letter. */
export interface SpanFnDecorator<Options extends object = object> {
  /** A method, in standard syntax. */
  <This, Value extends AnyFn>(
    value: Value & Suits<Options, Value>,
    context: ClassMethodDecoratorContext<This, Value>,
  ): Value | void;
  /** A getter, in standard syntax. */
  <This, Value>(
    value: (this: This) => Value,
    context: ClassGetterDecoratorContext<This, Value>,
  ): ((this: This) => Value) | void;
  /** A setter, in standard syntax. */
  <This, Value>(
    value: (this: This, value: Value) => void,
    context: ClassSetterDecoratorContext<This, Value>,
  ): ((this: This, value: Value) => void) | void;
  /** An arrow-function field, in standard syntax. */
  <This, Value extends MaybeFn>(
    value: undefined & Suits<Options, NonNullable<Value>>,
    context: ClassFieldDecoratorContext<This, Value>,
  ): ((this: This, value: Value) => Value) | void;
  /** An `accessor`, in standard syntax. */
  <This, Value>(
    value: ClassAccessorDecoratorTarget<This, Value>,
    context: ClassAccessorDecoratorContext<This, Value>,
  ): ClassAccessorDecoratorResult<This, Value> | void;
  /** A class, in standard syntax. */
  (value: AnyClass, context: { readonly kind: 'class' }): void;
  /** A method or accessor, in legacy syntax. */
  <Value>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Value> & Suits<Options, Value>,
  ): void;
  /** An arrow-function field, in legacy syntax. */
  <Target extends object, Key extends string | symbol>(
    target: Target,
    key: FunctionKey<Target, Key>,
    descriptor?: undefined,
  ): void;
}

/** `spanFn` as a function of functions and classes. */
interface SpanFnWrapper {
  /** A function that makes spans, of the same type; or a class, whose methods do from now on. */
  <Value extends AnyFn | AnyClass>(value: Value): Value;
  /** The same under a name, or with options. */
  <Value extends AnyFn>(name: string, value: Value): Value;
  <Value extends AnyFn>(
    options: SpanFnOptions<Parameters<Value>, Awaited<ReturnType<Value>>>,
    value: Value,
  ): Value;
  /** A decorator under a name, or with options. */
  (name: string): SpanFnDecorator & LegacyClassDecorator;
  (): SpanFnDecorator & LegacyClassDecorator;
  <const Options extends object & SpanFnOptions>(
    options: Known<Options>,
  ): SpanFnDecorator<Options> & LegacyClassDecorator;
}

/** Methods are objects with a `prototype` to the compiler, too, and must not pass for classes. */
type LegacyClassDecorator = <Class extends AnyClass>(
  value: Class extends AnyFn ? never : Class,
) => void;

/** `spanFn` at a place. As a decorator first: overloads are tried in this order. */
export type PlacedSpanFn = SpanFnDecorator & SpanFnWrapper;

/** The type of `spanFn`. */
export type SpanFn = PlacedSpanFn & {
  /**
   * A `spanFn` whose sites carry what a compiler knows of the place: `@spanFn.at({ … })`,
   * `@spanFn.at({ … })('name')`, `spanFn.at({ … })(fn)`. Options go first, and so does the kind
   * that the function itself proves. With a `target`, no stack trace is read.
   *
   * @throws SpanFnError `SPANFN_BAD_OPTION`
   */
  at(place: SpanFnPlace): PlacedSpanFn;
};
