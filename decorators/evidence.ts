import { types } from 'node:util';
import type { AnyFunction, SiteKind } from '../src/abi/index.ts';

/** Constructors whose instances are never thenable, as compilers emit them for return types. */
const PLAIN: readonly unknown[] = [String, Number, Boolean, BigInt, Symbol, Array];

/** What the function itself proves; `auto` if nothing. */
export function kindByConstructor(fn: AnyFunction): SiteKind {
  const isAsync = types.isAsyncFunction(fn);
  if (types.isGeneratorFunction(fn)) return isAsync ? 'async generator' : 'generator';
  return isAsync ? 'async' : 'auto';
}

/** What the declared return type proves, where the compiler emitted it. */
export function kindByReturnType(target: object, key: string | symbol): SiteKind {
  const { getMetadata } = Reflect as { getMetadata?: (...args: unknown[]) => unknown };
  if (typeof getMetadata !== 'function') return 'auto';
  return PLAIN.includes(getMetadata('design:returntype', target, key)) ? 'sync' : 'auto';
}
