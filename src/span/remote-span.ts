import { copyFields } from '../base/capture.ts';
import { countCaptureError } from '../base/capture-errors.ts';
import { checkSpanContext, hex8, parseTraceparent, Trace, threadIds, words } from '../base/ids.ts';
import type { SpanLink } from '../dispatch/readable-span.ts';
import { redactedKeys } from './redaction.ts';
import type { SpanReference } from './span.ts';

/** A parent in another process or thread: an id, and nothing to dispatch. */
export class RemoteSpan {
  readonly remote = true;
  /** Its children are roots here. */
  readonly depth = -1;
  readonly begun = true;
  /** As its children continue it here. */
  readonly trace: Trace;
  readonly idHigh: number;
  readonly idLow: number;

  /** @throws SpanFnError `SPANFN_BAD_PARENT` */
  constructor(from: SpanReference) {
    const context = typeof from === 'string' ? parseTraceparent(from) : checkSpanContext(from);
    const [a, b, c, d] = words(context.traceId) as [number, number, number, number];
    this.trace = new Trace(a, b, c, d, threadIds.word(), null);
    this.trace.sampled = context.sampled !== false;
    [this.idHigh, this.idLow] = words(context.spanId) as [number, number];
  }
}

/** The span that a reference names; null, and counted, if it names none. */
export function remoteOf(reference: unknown): RemoteSpan | null {
  try {
    return new RemoteSpan(reference as SpanReference);
  } catch {
    countCaptureError();
    return null;
  }
}

/** A link to the span that `to` names; null, and counted, if it names none. */
export function linkOf(to: SpanReference | SpanLink): SpanLink | null {
  const remote = remoteOf(to);
  if (remote === null) return null;
  const named = { traceId: remote.trace.hex, spanId: hex8(remote.idHigh) + hex8(remote.idLow) };
  // A span has fields of its own, which are not those of the link.
  const fields = typeof to === 'object' && !('site' in to) ? (to as SpanLink).fields : undefined;
  if (typeof fields !== 'object' || fields === null) return named;
  return { ...named, fields: copyFields(fields, redactedKeys(), {}) };
}
