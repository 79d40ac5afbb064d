import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import type { InPlaceSpan } from './in-place-span.ts';
import { createInPlace, NO_ARGUMENTS, occupy } from './open.ts';
import { conclude } from './outcome.ts';

/**
 * Opens the span of a function that is known to be synchronous; null if nobody wants it. Pushing
 * comes last and cannot fail: whatever is thrown on the way leaves the stack as it was.
 */
export function enter(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): InPlaceSpan | null {
  const frame = currentFrame();
  const span = createInPlace(site, frame, 'thread', self, args);
  if (span === null) return null;
  span.begin();
  if (frame === undefined || frame.top === null) occupy(span, frame);
  else span.push(frame);
  return span;
}

/** Closes what `enter` opened. */
export function leave(span: InPlaceSpan | null): void {
  if (span === null) return;
  const frame = span.frame as Frame;
  span.withdraw();
  conclude(span, frame);
}
