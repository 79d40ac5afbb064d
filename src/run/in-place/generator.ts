import { currentFrame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { createAs, type SpanMaker } from '../../span/open.ts';
import { finishFailed } from '../finish.ts';
import { InPlaceSpan, SUSPENDED } from './in-place-span.ts';
import { NO_ARGUMENTS } from './open.ts';
import { concludeWith, takeOutcome } from './outcome.ts';

/** The span of a generator: current on the stack of whoever resumes the body, while it runs. */
export class GeneratorSpan extends InPlaceSpan {
  protected resumedAt = 0n;

  override suspend(): void {
    this.rarely().addBusy(this.dispatch.clock.now() - this.resumedAt);
    this.withdraw();
    this.frame = null; // Whoever resumes it next may be in another flow.
  }

  override borrow(): void {
    this.resume();
  }

  override resume(): void {
    this.push(currentFrame());
    this.resumedAt = this.dispatch.clock.now();
  }
}

/** Opens the span of a generator function at its first `next`: a body never begun has none. */
export function enterGenerator(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): GeneratorSpan | null {
  return openGenerator(site, self, args, (...given) => new GeneratorSpan(...given));
}

/** Opens the span of a generator of either sort. One that begins but cannot run would never end. */
export function openGenerator(
  site: Site,
  self: unknown,
  args: readonly unknown[],
  make: SpanMaker<GeneratorSpan>,
): GeneratorSpan | null {
  const span = createAs(make, site, currentFrame(), 'async', self, args);
  if (span === null) return null;
  span.begin();
  try {
    span.resume();
  } catch (error) {
    finishFailed(span, error);
    throw error;
  }
  return span;
}

/** Closes what `enterGenerator` opened. */
export function leaveGenerator(span: GeneratorSpan | null): void {
  if (span === null) return;
  if (span.phase !== SUSPENDED) span.suspend();
  concludeWith(span, takeOutcome(span));
}
