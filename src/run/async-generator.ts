import type { AnyFunction } from '../base/any-function.ts';
import { apply, subscribe } from '../base/primordials.ts';
import { currentFrame, type Frame, frameBelow, runInFrame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { create } from '../span/open.ts';
import { finish, finishFailed } from './finish.ts';
import { coverResumptions, type Resumption } from './generator.ts';

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

class AsyncGeneratorRun {
  readonly #site: Site;
  readonly #self: unknown;
  readonly #args: readonly unknown[];
  #span: LiveSpan | null = null;
  #frame: Frame | undefined;
  #traced = true;

  constructor(site: Site, self: unknown, args: readonly unknown[]) {
    this.#site = site;
    this.#self = self;
    this.#args = args;
  }

  resume(generator: object, method: AnyFunction, name: Resumption, args: unknown[]): unknown {
    if (this.#traced && this.#span === null) this.#begin(name);
    const span = this.#span;
    if (!this.#traced || span === null) return apply(method, generator, args);
    const { clock } = span.dispatch;
    const resumed = clock.now();
    const step = runInFrame(this.#frame, apply, method, generator, args);
    return subscribe(
      step as Promise<IteratorResult<unknown>>,
      (result) => {
        span.addBusy(clock.now() - resumed);
        if (result.done === true) {
          this.#traced = false;
          finish(span, result.value);
        }
        return result;
      },
      (error) => {
        span.addBusy(clock.now() - resumed);
        this.#traced = false;
        finishFailed(span, error);
        throw error;
      },
    );
  }

  #begin(name: Resumption): void {
    const outer = currentFrame();
    this.#span =
      name === 'next' && this.#site.on
        ? create(this.#site, outer, 'async', this.#self, this.#args)
        : null;
    if (this.#span === null) {
      this.#traced = false;
      return;
    }
    this.#span.begin();
    this.#frame = frameBelow(outer, this.#span);
  }
}
