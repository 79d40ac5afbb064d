import type { SpanKind } from '../../dispatch/readable-span.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { create } from '../../span/open.ts';
import { finishFailed } from '../finish.ts';
import { InPlaceSpan } from './in-place-span.ts';

/** For sites that record no arguments, whose emitted code passes none. */
export const NO_ARGUMENTS: readonly unknown[] = Object.freeze([]);

/** `create`, for a body that stays where it is. */
export function createInPlace(
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  self: unknown,
  args: readonly unknown[],
): InPlaceSpan | null {
  return create(site, frame, kind, self, args, InPlaceSpan) as InPlaceSpan | null;
}

/** Enters the span's own frame. A span that begins but cannot enter it would never end. */
export function occupy(span: InPlaceSpan, outer: Frame | undefined): void {
  try {
    span.occupy(outer);
  } catch (error) {
    if (span.begun) finishFailed(span, error);
    throw error;
  }
}
