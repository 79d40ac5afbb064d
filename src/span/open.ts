import { types } from 'node:util';
import { annotatedFields, hasAnnotations } from '../base/annotated.ts';
import { countCaptureError } from '../base/capture-errors.ts';
import { newTrace, type Trace } from '../base/ids.ts';
import { bareCopy } from '../base/primordials.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import { dispatchFor } from '../dispatch/installed.ts';
import type { SpanKind } from '../dispatch/readable-span.ts';
import type { Frame } from '../frame/frame.ts';
import type { Placement, Site } from '../site/site.ts';
import { LiveSpan } from './live-span.ts';
import { parentOf } from './placement.ts';
import type { RemoteSpan } from './remote-span.ts';
import type { SpanReference } from './span.ts';

const NOWHERE: Placement = Object.freeze(bareCopy({}));

/** Makes a span of one class: V8 inlines a constructor only where it is the only one. */
export type SpanMaker<S extends LiveSpan> = (...args: ConstructorParameters<typeof LiveSpan>) => S;

export const newSpan: SpanMaker<LiveSpan> = (site, trace, parent, context, kind) =>
  new LiveSpan(site, trace, parent, context, kind);

/**
 * Creates a span of `site` for one call, below the current span of `frame`; null if nobody
 * wants it. Parent, trace and depth are captured here, once. Not yet dispatched, nor on a
 * stack. Throws nothing but a stack overflow.
 *
 * This is the way of nearly all spans, below one of the same dispatcher, so short that V8 makes one
 * piece of it, constructor and all.
 */
export function create(
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  self: unknown,
  args: readonly unknown[],
): LiveSpan | null {
  const parent = nearParent(site, frame);
  if (parent === null) return createAs(newSpan, site, frame, kind, self, args);
  const span = new LiveSpan(site, parent.trace, parent, (frame as Frame).context, kind);
  if (site.capture !== null || hasAnnotations()) captureBegin(span, self, args);
  return span;
}

/** The current span of `frame`, if a span of `site` belongs below it, and to its trace as it is. */
export function nearParent(site: Site, frame: Frame | undefined): LiveSpan | null {
  if (frame === undefined || frame.top === null || frame.muted !== false) return null;
  if (site.capture !== null && site.capture.place !== undefined) return null;
  const parent = frame.top as LiveSpan;
  return parent.trace.dispatch === dispatchFor(site, frame) ? parent : null;
}

/** `create` for spans of any class and place: V8 makes faster code of either alone. */
export function createAs<S extends LiveSpan>(
  make: SpanMaker<S>,
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  self: unknown,
  args: readonly unknown[],
): S | null {
  const dispatch = dispatchFor(site, frame);
  if (dispatch === null) return null;
  const placement = placementOf(site, self, args);
  const parent = parentIn(frame, placement);
  const trace = traceBelow(site, parent, dispatch);
  const span = make(site, trace, parent, frame?.context ?? null, kind);
  if (placement !== null) addLinks(span, placement.links);
  if (site.capture !== null || hasAnnotations()) captureBegin(span, self, args);
  return span;
}

/** `createAs` for a span whose place is known at the call rather than at the site. */
export function createPlaced<S extends LiveSpan>(
  make: SpanMaker<S>,
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  placement: Placement,
): S | null {
  const dispatch = dispatchFor(site, frame);
  if (dispatch === null) return null;
  const parent = parentIn(frame, placement);
  const trace = traceBelow(site, parent, dispatch);
  const span = make(site, trace, parent, frame?.context ?? null, kind);
  addLinks(span, placement.links);
  return span;
}

function parentIn(
  frame: Frame | undefined,
  placement: Placement | null,
): LiveSpan | RemoteSpan | null {
  const current = (frame?.top ?? null) as LiveSpan | null;
  return placement === null ? current : parentOf(placement, current);
}

function traceBelow(site: Site, parent: LiveSpan | RemoteSpan | null, dispatch: Dispatch): Trace {
  const trace = parent === null ? newTrace(dispatch.ids, dispatch) : parent.trace.under(dispatch);
  if (dispatch.sampler !== null && (parent === null || parent.remote)) {
    dispatch.sample(site, trace, parent !== null);
  }
  return trace;
}

function addLinks(span: LiveSpan, links: readonly unknown[] = []): void {
  try {
    for (const link of links) span.link(link as SpanReference);
  } catch {
    countCaptureError(); // No list, or a proxy that throws.
  }
}

/** What most sites record, if anything, is arguments by their names: that way is short. */
export function captureBegin(span: LiveSpan, self: unknown, args: readonly unknown[]): void {
  if (!span.trace.sampled) return;
  const { capture } = span.site;
  if (capture === null || capture.begin !== undefined || hasAnnotations()) {
    captureOthers(span, self, args);
  }
  if (capture !== null && capture.names !== undefined) span.setNamed(capture.names, args);
}

/** Fields of the object, and those that the user's code tells. */
function captureOthers(span: LiveSpan, self: unknown, args: readonly unknown[]): void {
  if (hasAnnotations()) captureOwner(span, self);
  try {
    span.site.capture?.begin?.(span, self, args);
  } catch {
    countCaptureError();
  }
}

/** The annotated fields of the object whose method runs. */
function captureOwner(span: LiveSpan, self: unknown): void {
  if (typeof self !== 'object' || self === null || types.isProxy(self)) return;
  if (annotatedFields(self) !== undefined) span.setFields(self);
}

/** Where a site puts its spans; null if that is below the current one, as usual. */
function placementOf(site: Site, self: unknown, args: readonly unknown[]): Placement | null {
  if (site.capture?.place === undefined) return null;
  try {
    return site.capture.place(self, args) ?? NOWHERE;
  } catch {
    countCaptureError();
    return NOWHERE;
  }
}
