import type { AnyFunction } from '../base/any-function.ts';
import { apply, defineProperty } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, pop, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { create } from '../span/open.ts';
import { finish, finishFailed } from './finish.ts';

/** Ways to resume a generator. */
export type Resumption = 'next' | 'return' | 'throw';
const RESUMPTIONS: readonly Resumption[] = ['next', 'return', 'throw'];

/**
 * Runs a generator function. Its span begins with the first `next`, is current inside the body
 * on every resume and nowhere else, and ends with the body: at its end, by `return`, by
 * `throw`, or when a loop breaks off. The generator is the function's own, its three methods
 * covered; a body that never starts makes no span.
 */
export function runGenerator(
  site: Site,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const generator = apply(fn, self, args);
  const run = new GeneratorRun(site, self, args);
  coverResumptions(generator, (method, name, value) => run.resume(generator, method, name, value));
  return generator;
}

type Resume = (method: AnyFunction, name: Resumption, args: unknown[]) => unknown;

/** Covers the methods of a generator by ones of its own, which read like those they cover. */
export function coverResumptions(generator: object, resume: Resume): void {
  const bare = generator as Record<Resumption, AnyFunction>;
  const { next, return: doReturn, throw: doThrow } = bare;
  const pass = (self: unknown, method: AnyFunction, name: Resumption, value: unknown): unknown =>
    self === generator ? resume(method, name, [value]) : apply(method, self, [value]);
  const covers = {
    next(value: unknown) {
      return pass(this, next, 'next', value);
    },
    return(value: unknown) {
      return pass(this, doReturn, 'return', value);
    },
    throw(value: unknown) {
      return pass(this, doThrow, 'throw', value);
    },
  };
  for (const name of RESUMPTIONS) {
    defineProperty(generator, name, { value: covers[name], configurable: true, writable: true });
  }
}

class GeneratorRun {
  readonly #site: Site;
  readonly #self: unknown;
  readonly #args: readonly unknown[];
  #span: LiveSpan | null = null;
  #traced = true;
  #running = false;

  constructor(site: Site, self: unknown, args: readonly unknown[]) {
    this.#site = site;
    this.#self = self;
    this.#args = args;
  }

  resume(generator: object, method: AnyFunction, name: Resumption, args: unknown[]): unknown {
    if (!this.#traced || this.#running) return apply(method, generator, args);
    const frame = currentFrame();
    this.#span ??= this.#begin(name, frame);
    const span = this.#span;
    if (span === null) return apply(method, generator, args);
    return frame === undefined || frame.top === null
      ? runInFrame(frameBelow(frame, span), () => this.#run(span, generator, method, args))
      : this.#runOnStack(frame, span, generator, method, args);
  }

  #begin(name: Resumption, frame: Frame | undefined): LiveSpan | null {
    const span =
      name === 'next' && this.#site.on
        ? create(this.#site, frame, 'async', this.#self, this.#args)
        : null;
    if (span === null) this.#traced = false;
    else span.begin();
    return span;
  }

  #runOnStack(
    frame: Frame,
    span: LiveSpan,
    generator: object,
    method: AnyFunction,
    args: unknown[],
  ): unknown {
    span.below = frame.top;
    frame.top = span;
    try {
      return this.#run(span, generator, method, args);
    } finally {
      if (frame.top === span) {
        frame.top = span.below;
        span.below = null;
      } else pop(frame, span);
    }
  }

  #run(span: LiveSpan, generator: object, method: AnyFunction, args: unknown[]): unknown {
    const { clock } = span.dispatch;
    const resumed = clock.now();
    this.#running = true;
    try {
      const step = apply(method, generator, args) as IteratorResult<unknown>;
      span.addBusy(clock.now() - resumed);
      if (step.done === true) {
        this.#traced = false;
        finish(span, step.value);
      }
      return step;
    } catch (error) {
      span.addBusy(clock.now() - resumed);
      this.#traced = false;
      finishFailed(span, error);
      throw error;
    } finally {
      this.#running = false;
    }
  }
}
