import { types } from 'node:util';
import type { AnyFunction } from '../base/any-function.ts';
import { apply, defineProperty, getOwnPropertyDescriptor } from '../base/primordials.ts';
import { currentFrame, Frame, runInFrame } from '../frame/frame.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { finish, finishFailed } from './finish.ts';
import { watchPromise } from './promise.ts';

/** Ways to ask a thenable for its value. */
const DEMANDS = ['then', 'catch', 'finally'] as const;
type Demand = (typeof DEMANDS)[number];

/**
 * Lets the span of a lazy thenable, such as a query builder, begin with its consumer's first
 * demand. The object itself goes to the caller. Its methods are covered until that demand and
 * then uncovered again: it runs as often as it would have, with every method in place.
 */
export function watchThenable(thenable: object, span: LiveSpan, frame: Frame): void {
  new LazySpan(thenable, span, frame);
}

/**
 * A span that had to begin, because others began below it, ends at the latest when the thenable
 * is collected: what nobody can ask any more never runs.
 */
const abandoned = new FinalizationRegistry<LiveSpan>((span) => span.end());

class LazySpan {
  readonly #thenable: object;
  readonly #span: LiveSpan;
  readonly #frame: Frame;
  readonly #bare = new Map<Demand, PropertyDescriptor | undefined>();

  constructor(thenable: object, span: LiveSpan, frame: Frame) {
    this.#thenable = thenable;
    this.#span = span;
    this.#frame = new Frame(span, frame.context, frame.dispatch, frame.muted);
    for (const name of DEMANDS) this.#cover(name);
    if (span.begun) abandoned.register(thenable, span);
  }

  #cover(name: Demand): void {
    try {
      const original = (this.#thenable as Record<Demand, unknown>)[name];
      if (typeof original !== 'function') return;
      const bare = getOwnPropertyDescriptor(this.#thenable, name);
      const lazy = this;
      const value = function (this: unknown, ...args: unknown[]): unknown {
        return lazy.#demand(name, original as AnyFunction, this, args);
      };
      const enumerable = bare?.enumerable ?? false;
      const shape = { value, enumerable, configurable: true, writable: true };
      if (defineProperty(this.#thenable, name, shape)) this.#bare.set(name, bare);
    } catch {
      // A frozen object, or a proxy that refuses: it is left as it is, without a span.
    }
  }

  #uncover(): void {
    for (const [name, bare] of this.#bare) {
      try {
        if (bare === undefined) delete (this.#thenable as Partial<Record<Demand, unknown>>)[name];
        else defineProperty(this.#thenable, name, bare);
      } catch {
        // A proxy that took the cover and will not give it back: the cover passes calls on.
      }
    }
    this.#bare.clear();
  }

  #demand(name: Demand, original: AnyFunction, self: unknown, args: unknown[]): unknown {
    if (this.#bare.size === 0) return apply(original, self, args);
    this.#uncover();
    this.#span.beginLate();
    const run = name === 'then' ? this.#then : this.#other;
    try {
      return run.call(this, original, self, args);
    } catch (error) {
      finishFailed(this.#span, error);
      throw error;
    }
  }

  /** Handlers that the consumer does not give are not given: some thenables look for them. */
  #then(original: AnyFunction, self: unknown, args: unknown[]): unknown {
    const [onFulfilled, onRejected, ...others] = args;
    const handlers = [
      this.#handler(onFulfilled, (value) => finish(this.#span, value)),
      this.#handler(onRejected, (error) => finishFailed(this.#span, error)),
    ];
    const result = runInFrame(this.#frame, apply, original, self, [...handlers, ...others]);
    const seesBoth = typeof onFulfilled === 'function' && typeof onRejected === 'function';
    if (!seesBoth && types.isPromise(result)) watchPromise(result, this.#span);
    return result;
  }

  /** Ends the span, then goes on where the consumer is: what he does is not below the query. */
  #handler(given: unknown, end: (outcome: unknown) => void): unknown {
    if (typeof given !== 'function') return given;
    const consumer = currentFrame();
    return (outcome: unknown): unknown => {
      end(outcome);
      return runInFrame(consumer, apply, given as AnyFunction, undefined, [outcome]);
    };
  }

  /** `catch` and `finally` make a promise of their own; the span lasts until that settles. */
  #other(original: AnyFunction, self: unknown, args: unknown[]): unknown {
    const result = runInFrame(this.#frame, apply, original, self, args);
    if (types.isPromise(result)) watchPromise(result, this.#span);
    else finish(this.#span, undefined);
    return result;
  }
}
