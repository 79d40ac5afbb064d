import { hasAnnotations } from '../../base/annotated.ts';
import type { SpanKind } from '../../dispatch/readable-span.ts';
import type { Frame } from '../../frame/frame.ts';
import type { Site } from '../../site/site.ts';
import { captureBegin, createAs, nearParent, type SpanMaker } from '../../span/open.ts';
import { finishFailed } from '../finish.ts';
import { InPlaceSpan } from './in-place-span.ts';

/** For sites that record no arguments, whose emitted code passes none. */
export const NO_ARGUMENTS: readonly unknown[] = Object.freeze([]);

const newInPlaceSpan: SpanMaker<InPlaceSpan> = (site, trace, parent, context, kind) =>
  new InPlaceSpan(site, trace, parent, context, kind);

/** `create`, for a body that gets a frame of its own. */
export function createInPlace(
  site: Site,
  outer: Frame | undefined,
  kind: SpanKind,
  self: unknown,
  args: readonly unknown[],
): InPlaceSpan | null {
  const parent = nearParent(site, outer);
  if (parent === null) return createAs(newInPlaceSpan, site, outer, kind, self, args);
  const span = new InPlaceSpan(site, parent.trace, parent, (outer as Frame).context, kind);
  if (site.capture !== null || hasAnnotations()) captureBegin(span, self, args);
  return span;
}

/** Enters the span's own frame. A span that begins but cannot enter it would never end. */
export function occupy(span: InPlaceSpan, outer: Frame | undefined): InPlaceSpan {
  try {
    span.occupy(outer);
  } catch (error) {
    if (span.begun) finishFailed(span, error);
    throw error;
  }
  return span;
}
