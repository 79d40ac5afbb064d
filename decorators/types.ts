import type { SpanFnOptions } from './options.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function at all can be decorated.
type AnyFn = (this: any, ...args: any[]) => any;
// biome-ignore lint/suspicious/noExplicitAny: any class at all can be decorated.
type AnyClass = abstract new (...args: any[]) => any;

/** A decorator for members that fit `Fn`; what it decorates keeps its type to the letter. */
export interface SpanFnDecorator<Fn extends AnyFn = AnyFn> {
  /** A method, in standard syntax. */
  <This, Value extends Fn>(
    value: Value,
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
  <This, Value extends Fn>(
    value: undefined,
    context: ClassFieldDecoratorContext<This, Value>,
  ): ((this: This, value: Value) => Value) | void;
  /** An `accessor`, in standard syntax. */
  <This, Value>(
    value: ClassAccessorDecoratorTarget<This, Value>,
    context: ClassAccessorDecoratorContext<This, Value>,
  ): ClassAccessorDecoratorResult<This, Value> | void;
  /** A class, in standard syntax. */
  <Class extends AnyClass>(value: Class, context: ClassDecoratorContext<Class>): void;
  /** A method or accessor, in legacy syntax. */
  <Value>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Value>): void;
  /** An arrow-function field, in legacy syntax. */
  (target: object, key: string | symbol): void;
}

/** The type of `spanFn`. */
export interface SpanFn extends SpanFnDecorator {
  /** A function that makes spans, of the same type; or a class, whose methods do from now on. */
  <Value extends AnyFn | AnyClass>(value: Value): Value;
  /** The same under a name, or with options. */
  <Value extends AnyFn>(name: string, value: Value): Value;
  <Value extends AnyFn>(
    options: SpanFnOptions<Parameters<Value>, Awaited<ReturnType<Value>>>,
    value: Value,
  ): Value;
  /** A decorator under a name, or with options. */
  (name: string): SpanFnDecorator & (<Value extends AnyClass>(value: Value) => void);
  <Args extends readonly unknown[], Result>(
    options?: SpanFnOptions<Args, Result>,
  ): SpanFnDecorator & (<Value extends AnyClass>(value: Value) => void);
}
