import {
  type AnyFunction,
  runAsyncGenerator,
  runAuto,
  runFlow,
  runGenerator,
  runSync,
  type Site,
  type SiteKind,
} from '../src/abi/index.ts';
import { apply, construct, getOwnPropertyDescriptor } from '../src/base/primordials.ts';
import { shared } from '../src/base/shared.ts';
import { disguise } from './disguise.ts';

type Run = (site: Site, fn: AnyFunction, self: unknown, args: readonly unknown[]) => unknown;

/** Of all kinds that have a function. */
const RUN: Readonly<Record<Exclude<SiteKind, 'event'>, Run>> = {
  sync: runSync,
  async: runFlow,
  generator: runGenerator,
  'async generator': runAsyncGenerator,
  promise: runAuto,
  auto: runAuto,
};

const wrappers: { all: WeakSet<object> } = shared('wrappers', () => ({ all: new WeakSet() }));

/** Whether `fn` makes spans already: instrumenting twice is one span. */
export function isWrapped(fn: object): boolean {
  return wrappers.all.has(fn);
}

/** A function that calls `fn` inside a span of `site`, and cannot be told from it. */
export function wrap(fn: AnyFunction, site: Site): AnyFunction {
  const run = RUN[site.kind as keyof typeof RUN];
  const wrapper = isConstructible(fn)
    ? wrapConstructible(fn, site, run)
    : wrapMethod(fn, site, run);
  disguise(wrapper, fn);
  wrappers.all.add(wrapper);
  return wrapper;
}

/** Methods, arrows and async functions: no `prototype`, and `new` throws. Generators likewise. */
function wrapMethod(fn: AnyFunction, site: Site, run: Run): AnyFunction {
  return {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      return site.on ? run(site, fn, this, args) : apply(fn, this, args);
    },
  }.wrapper;
}

function wrapConstructible(fn: AnyFunction, site: Site, run: Run): AnyFunction {
  return function wrapper(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined)
      return site.on ? run(site, fn, this, args) : apply(fn, this, args);
    const target = new.target;
    if (!site.on) return construct(fn, args, target);
    return run(site, (...given) => construct(fn, given, target), undefined, args);
  };
}

/** Generator functions have a `prototype` too, but one that nothing is constructed with. */
function isConstructible(fn: AnyFunction): boolean {
  const prototype = getOwnPropertyDescriptor(fn, 'prototype');
  return prototype !== undefined && !/Generator/.test(Object.prototype.toString.call(fn));
}
