import { annotate } from '../src/base/annotated.ts';
import { getPrototypeOf } from '../src/base/primordials.ts';
import { checkName } from '../src/site/interned.ts';
import { labelOf } from './names.ts';
import { notDecorable } from './refusals.ts';

/** A decorator for fields, accessors and getters in either syntax. */
export interface FieldDecorator {
  <This, Value>(value: undefined, context: ClassFieldDecoratorContext<This, Value>): void;
  <This, Value>(
    value: (this: This) => Value,
    context: ClassGetterDecoratorContext<This, Value>,
  ): void;
  <This, Value>(
    value: ClassAccessorDecoratorTarget<This, Value>,
    context: ClassAccessorDecoratorContext<This, Value>,
  ): void;
  (target: object, key: string | symbol, descriptor?: PropertyDescriptor): void;
}

/** The type of `field`. */
export interface FieldAnnotation extends FieldDecorator {
  /** The same under another name. */
  (name: string): FieldDecorator;
}

type Context =
  | ClassFieldDecoratorContext
  | ClassGetterDecoratorContext
  | ClassAccessorDecoratorContext;

/**
 * Marks what of an object is worth recording. An object of an annotated class, recorded as a
 * field or as fields, shows its annotated members and no others; spans of its own methods have
 * them by themselves.
 *
 * @throws SpanFnError `SPANFN_NOT_DECORABLE`, `SPANFN_BAD_NAME`
 */
export const field: FieldAnnotation = ((...args: unknown[]): unknown => {
  if (args.length > 1) return annotateMember(args, undefined);
  const name = checkName(args[0]);
  return (...member: unknown[]) => annotateMember(member, name);
}) as FieldAnnotation;

function annotateMember([target, second]: unknown[], name: string | undefined): unknown {
  if (typeof second === 'object' && second !== null)
    return annotateStandard(second as Context, name);
  const isKey = typeof second === 'string' || typeof second === 'symbol';
  if (!isKey || typeof target !== 'object' || target === null)
    throw notDecorable(target, undefined, '@field');
  annotate(target, name ?? labelOf(second), (object) => Reflect.get(object, second));
  return undefined;
}

/** The class shows only with its first instance. */
function annotateStandard(context: Context, name = labelOf(context.name)): unknown {
  const { kind, access } = context;
  if (kind !== 'field' && kind !== 'getter' && kind !== 'accessor')
    throw notDecorable(kind, name, '@field');
  const known = new WeakSet<object>();
  const learn = (instance: object): void => {
    const prototype = getPrototypeOf(instance);
    if (prototype === null || known.has(prototype)) return;
    known.add(prototype);
    annotate(prototype, name, (object) => access.get(object as never));
  };
  if (kind === 'getter') {
    context.addInitializer(function (this: unknown) {
      learn(this as object);
    });
    return undefined;
  }
  const initialize = function (this: unknown, value: unknown): unknown {
    learn(this as object);
    return value;
  };
  return kind === 'field' ? initialize : { init: initialize };
}
