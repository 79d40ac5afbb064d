import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import type { LiveSpan } from '../../span/live-span.ts';
import { create } from '../../span/open.ts';
import { createInPlace, NO_ARGUMENTS, occupy } from './open.ts';
import { pushOn } from './stack.ts';

/**
 * Opens the span of a function that is known to be synchronous; null if nobody wants it. Pushing
 * comes last and cannot fail: whatever is thrown on the way leaves the stack as it was.
 */
export function enter(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): LiveSpan | null {
  const frame = currentFrame();
  if (frame === undefined || frame.top === null) return enterAlone(site, frame, self, args);
  const span = create(site, frame, 'thread', self, args);
  if (span === null) return null;
  span.begin();
  pushOn(frame, span);
  return span;
}

/** No span around it: with a frame for its duration, all that it starts stays in its trace. */
function enterAlone(
  site: Site,
  outer: Frame | undefined,
  self: unknown,
  args: readonly unknown[],
): LiveSpan | null {
  const span = createInPlace(site, outer, 'thread', self, args);
  if (span === null) return null;
  span.begin();
  return occupy(span, outer);
}
