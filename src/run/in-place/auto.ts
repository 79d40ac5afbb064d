import { currentFrame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { spanKindOf } from '../auto.ts';
import type { InPlaceSpan } from './in-place-span.ts';
import { createInPlace, NO_ARGUMENTS, occupy } from './open.ts';

/**
 * Opens the span of a function that may return anything: in a frame of its own, and not yet
 * begun, for what it returns may be a lazy thenable.
 */
export function enterAuto(
  site: Site,
  self: unknown,
  args: readonly unknown[] = NO_ARGUMENTS,
): InPlaceSpan | null {
  const outer = currentFrame();
  const span = createInPlace(site, outer, spanKindOf(site), self, args);
  return span === null ? null : occupy(span, outer);
}
