import { errorText } from '../base/error-text.ts';
import { escapeControls } from '../base/text.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import { spanPath } from './console-event.ts';
import { plainJson } from './exporters/plain-json.ts';
import { isoTime } from './retention/readable.ts';

/** An event as one line of JSON; ids are named as OpenTelemetry wants it outside of OTLP. */
export function eventJson(event: ReadableEvent): string {
  const { site, level, target, name, body, fields, span, traceId, spanId } = event;
  return jsonLine({
    time: isoTime(event.time),
    level,
    target: target === '' ? undefined : target,
    file: site.file === target ? undefined : site.file,
    line: site.line,
    event: name,
    message: body ?? undefined,
    fields: hasAny(fields),
    trace_id: traceId,
    span_id: spanId,
    spans: span === null ? undefined : spanPath(span),
  });
}

/** A finished span as one line of JSON. */
export function spanJson(span: ReadableSpan): string {
  const { name, kind, site, status, fields, error } = span;
  return jsonLine({
    time: isoTime(span.startTime),
    span: name,
    kind,
    target: site.target === '' ? undefined : site.target,
    duration_ns: span.duration,
    status,
    error: status === 'error' ? errorText(error) : undefined,
    fields: hasAny(fields),
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
  });
}

function hasAny(fields: Fields): Fields | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** Control characters are inside of texts only, where JSON takes them escaped too. */
function jsonLine(members: Readonly<Record<string, FieldValue | undefined>>): string {
  const told = Object.entries(members).filter(([, value]) => value !== undefined);
  return escapeControls(plainJson(Object.fromEntries(told) as Fields));
}
