import type { AnyFunction } from '../base/any-function.ts';
import { apply, subscribe } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import { finish, finishFailed } from './finish.ts';
import { coverResumptions, GeneratorSpan, type Resumption } from './resumption.ts';

/**
 * Runs an async generator function, with the span of a generator: from the first `next` to the
 * end of the body. Each resume runs in the span's own frame, which the body keeps across its
 * awaits; between resumes nothing is current on its account.
 */
export function runAsyncGenerator(
  site: Site,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const generator = apply(fn, self, args);
  const run = new AsyncGeneratorRun(site, self, args);
  coverResumptions(generator, (method, name, value) => run.resume(generator, method, name, value));
  return generator;
}

class AsyncGeneratorRun extends GeneratorSpan {
  #frame: Frame | undefined;

  resume(generator: object, method: AnyFunction, name: Resumption, args: unknown[]): unknown {
    if (this.traced && this.span === null) this.#open(name);
    const { span } = this;
    if (!this.traced || span === null) return apply(method, generator, args);
    const { clock } = span.dispatch;
    const resumed = clock.now();
    const step = runInFrame(this.#frame, apply, method, generator, args);
    return subscribe(
      step as Promise<IteratorResult<unknown>>,
      (result) => {
        span.rarely().addBusy(clock.now() - resumed);
        if (result.done === true) {
          this.traced = false;
          finish(span, result.value);
        }
        return result;
      },
      (error) => {
        span.rarely().addBusy(clock.now() - resumed);
        this.traced = false;
        finishFailed(span, error);
        throw error;
      },
    );
  }

  #open(name: Resumption): void {
    const outer = currentFrame();
    this.open(name, outer);
    if (this.span !== null) this.#frame = frameBelow(outer, this.span);
  }
}
