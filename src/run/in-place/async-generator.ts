import { types } from 'node:util';
import { currentFrame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { stateOf } from '../promise-state.ts';
import { GeneratorSpan, openGenerator } from './generator.ts';
import { SUSPENDED } from './in-place-span.ts';
import { NO_ARGUMENTS } from './open.ts';
import { concludeWith, takeOutcome } from './outcome.ts';

/**
 * The span of an async generator. It keeps one frame for all that it starts; whenever the body
 * is resumed, that may happen on the stack of a consumer, who is owed his own frame back.
 */
class AsyncGeneratorSpan extends GeneratorSpan {
  override suspend(): void {
    this.rarely().addBusy(this.dispatch.clock.now() - this.resumedAt);
    this.withdraw();
  }

  override resume(): void {
    this.occupy(currentFrame());
    this.resumedAt = this.dispatch.clock.now();
  }
}

/** Opens the span of an async generator function at its first `next`. */
export function enterAsyncGenerator(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): GeneratorSpan | null {
  return openGenerator(site, self, args, (...given) => new AsyncGeneratorSpan(...given));
}

/** Closes what `enterAsyncGenerator` opened. */
export function leaveAsyncGenerator(span: GeneratorSpan | null): void {
  if (span === null) return;
  if (span.phase !== SUSPENDED) span.suspend();
  concludeWith(span, awaited(span));
}

/** What `return` of an async generator gives its consumer: it has awaited a promise by now. */
function awaited(span: GeneratorSpan): unknown {
  const { site } = span;
  const outcome = takeOutcome(span);
  if (site.capture?.result === undefined || !types.isPromise(outcome)) return outcome;
  return stateOf(outcome).value;
}
