import { types } from 'node:util';
import { annotatedFields, hasAnnotations } from '../base/annotated.ts';
import { newTrace } from '../base/ids.ts';
import { bareCopy } from '../base/primordials.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import { dispatchFor } from '../dispatch/installed.ts';
import type { SpanKind } from '../dispatch/readable-span.ts';
import type { Frame } from '../frame/frame.ts';
import type { Capture, Placement, Site } from '../site/site.ts';
import { countCaptureError } from './capture-errors.ts';
import { LiveSpan } from './live-span.ts';
import { parentOf } from './placement.ts';
import type { RemoteSpan } from './remote-span.ts';
import type { SpanReference } from './span.ts';

/** `LiveSpan`, or a class made from it. */
export type SpanMaker = new (...args: ConstructorParameters<typeof LiveSpan>) => LiveSpan;

const NOTHING: Capture = Object.freeze(bareCopy({}));
const NOWHERE: Placement = Object.freeze(bareCopy({}));

/**
 * Creates a span of `site` for one call, below the current span of `frame`; null if nobody
 * wants it. Parent, trace and depth are captured here, once. Not yet dispatched, nor on a
 * stack. Throws nothing but a stack overflow.
 */
export function create(
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  self: unknown,
  args: readonly unknown[],
  make: SpanMaker = LiveSpan,
): LiveSpan | null {
  const dispatch = dispatchFor(site, frame);
  if (dispatch === null) return null;
  if (site.capture !== null) {
    return createCaptured(site, frame, dispatch, kind, site.capture, self, args, make);
  }
  if (hasAnnotations()) {
    return createCaptured(site, frame, dispatch, kind, NOTHING, self, args, make);
  }
  return below(site, frame, dispatch, kind, (frame?.top ?? null) as LiveSpan | null, make);
}

function below(
  site: Site,
  frame: Frame | undefined,
  dispatch: Dispatch,
  kind: SpanKind,
  parent: LiveSpan | RemoteSpan | null,
  make: SpanMaker,
): LiveSpan {
  const trace = parent === null ? newTrace(dispatch.ids) : parent.trace;
  if (dispatch.sampler !== null && (parent === null || parent.remote)) {
    dispatch.sample(site, trace, parent !== null);
  }
  return new make(site, dispatch, parent, trace, frame?.context ?? null, kind);
}

function createCaptured(
  site: Site,
  frame: Frame | undefined,
  dispatch: Dispatch,
  kind: SpanKind,
  capture: Capture,
  self: unknown,
  args: readonly unknown[],
  make: SpanMaker,
): LiveSpan {
  const current = (frame?.top ?? null) as LiveSpan | null;
  if (capture.place === undefined) {
    const span = below(site, frame, dispatch, kind, current, make);
    captureBegin(span, capture, self, args);
    return span;
  }
  const placement = placementOf(capture, self, args);
  const span = below(site, frame, dispatch, kind, parentOf(placement, current), make);
  addLinks(span, placement.links);
  captureBegin(span, capture, self, args);
  return span;
}

/** `create` for a span whose place is known at the call rather than at the site. */
export function createPlaced(
  site: Site,
  frame: Frame | undefined,
  kind: SpanKind,
  placement: Placement,
  make: SpanMaker = LiveSpan,
): LiveSpan | null {
  const dispatch = dispatchFor(site, frame);
  if (dispatch === null) return null;
  const parent = parentOf(placement, (frame?.top ?? null) as LiveSpan | null);
  const span = below(site, frame, dispatch, kind, parent, make);
  addLinks(span, placement.links);
  return span;
}

function addLinks(span: LiveSpan, links: readonly unknown[] = []): void {
  try {
    for (const link of links) span.link(link as SpanReference);
  } catch {
    countCaptureError(); // No list, or a proxy that throws.
  }
}

function captureBegin(
  span: LiveSpan,
  capture: Capture,
  self: unknown,
  args: readonly unknown[],
): void {
  if (!span.trace.sampled) return;
  if (hasAnnotations()) captureOwner(span, self);
  if (capture.begin !== undefined) {
    try {
      capture.begin(span, self, args);
    } catch {
      countCaptureError();
    }
  }
  if (capture.names !== undefined) span.setNamed(capture.names, args);
}

/** The annotated fields of the object whose method runs. */
function captureOwner(span: LiveSpan, self: unknown): void {
  if (typeof self !== 'object' || self === null || types.isProxy(self)) return;
  if (annotatedFields(self) !== undefined) span.setFields(self);
}

function placementOf(capture: Capture, self: unknown, args: readonly unknown[]): Placement {
  try {
    return capture.place?.(self, args) ?? NOWHERE;
  } catch {
    countCaptureError();
    return NOWHERE;
  }
}
