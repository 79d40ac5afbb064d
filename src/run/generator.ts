import type { AnyFunction } from '../base/any-function.ts';
import { apply } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, pop, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { finish, finishFailed } from './finish.ts';
import { coverResumptions, GeneratorSpan, type Resumption } from './resumption.ts';

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

class GeneratorRun extends GeneratorSpan {
  #running = false;

  resume(generator: object, method: AnyFunction, name: Resumption, args: unknown[]): unknown {
    if (!this.traced || this.#running) return apply(method, generator, args);
    const frame = currentFrame();
    if (this.span === null) this.open(name, frame);
    const { span } = this;
    if (span === null) return apply(method, generator, args);
    return frame === undefined || frame.top === null
      ? runInFrame(frameBelow(frame, span), () => this.#run(span, generator, method, args))
      : this.#runOnStack(frame, span, generator, method, args);
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
      span.rarely().addBusy(clock.now() - resumed);
      if (step.done === true) {
        this.traced = false;
        finish(span, step.value);
      }
      return step;
    } catch (error) {
      span.rarely().addBusy(clock.now() - resumed);
      this.traced = false;
      finishFailed(span, error);
      throw error;
    } finally {
      this.#running = false;
    }
  }
}
