import { VERSION } from '../../base/version.ts';
import type { SpanLink } from '../../dispatch/readable-span.ts';
import { TraceFlag } from '../otlp-tags.ts';
import type { LogData, Resource, SpanData, SpanEvent } from '../telemetry.ts';
import { logText } from './log-text.ts';
import { spanSiteAttributes } from './site-attributes.ts';
import { attributesJson, type Json } from './value-json.ts';

const SCOPE = { name: 'spanfn', version: VERSION };
const INTERNAL = 1;
const STATUS_CODES = { unset: 0, ok: 1, error: 2 } as const;
const { SAMPLED, PARENT_KNOWN, PARENT_REMOTE } = TraceFlag;

/** Body of an `ExportTraceServiceRequest` in OTLP's JSON. */
export function tracesJson(spans: readonly SpanData[], resource: Resource): string {
  const scopeSpans = [{ scope: SCOPE, spans: spans.map(spanJson) }];
  return JSON.stringify({ resourceSpans: [{ ...resourceJson(resource), scopeSpans }] });
}

/** Body of an `ExportLogsServiceRequest` in OTLP's JSON. */
export function logsJson(logs: readonly LogData[], resource: Resource): string {
  const head = JSON.stringify(resourceJson(resource)).slice(0, -1);
  const records = logs.map(logText).join(',');
  const scopeLogs = `[{"scope":${JSON.stringify(SCOPE)},"logRecords":[${records}]}]`;
  return `{"resourceLogs":[${head},"scopeLogs":${scopeLogs}}]}`;
}

function resourceJson({ attributes, schemaUrl }: Resource): object {
  return { resource: { attributes: attributesJson(attributes) }, schemaUrl };
}

function spanJson(span: SpanData): Json {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    flags: SAMPLED | PARENT_KNOWN | (span.remoteParent ? PARENT_REMOTE : 0),
    name: span.name,
    kind: INTERNAL,
    startTimeUnixNano: String(span.startTime),
    endTimeUnixNano: String(span.endTime),
    attributes: attributesJson({
      ...spanSiteAttributes(span.site),
      'thread.id': span.threadId,
      'spanfn.kind': span.kind,
      ...span.fields,
    }),
    droppedAttributesCount: span.droppedFields === 0 ? undefined : span.droppedFields,
    events: span.events.length === 0 ? undefined : span.events.map(eventJson),
    links: span.links.length === 0 ? undefined : span.links.map(linkJson),
    status: statusJson(span),
  };
}

function statusJson({ status, statusMessage }: SpanData): Json {
  const code = STATUS_CODES[status];
  if (code === 0) return undefined;
  return { code, message: statusMessage === '' ? undefined : statusMessage };
}

function eventJson({ name, time, fields }: SpanEvent): Json {
  return { timeUnixNano: String(time), name, attributes: attributesJson(fields) };
}

function linkJson({ traceId, spanId, fields }: SpanLink): Json {
  return { traceId, spanId, attributes: fields && attributesJson(fields) };
}
