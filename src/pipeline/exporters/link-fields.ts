import type { Fields } from '../../base/value.ts';
import type { SpanLink } from '../../dispatch/readable-span.ts';

/** A link as people read it. */
export function linkFields({ traceId, spanId, fields = {} }: SpanLink): Fields {
  return { trace_id: traceId, span_id: spanId, fields };
}
