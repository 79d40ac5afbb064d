import { LEVELS } from '../../base/level.ts';
import type { Fields, FieldValue } from '../../base/value.ts';
import { VERSION } from '../../base/version.ts';
import type { SpanLink } from '../../dispatch/readable-span.ts';
import { TraceFlag } from '../otlp-tags.ts';
import type { LogData, Resource, SpanData, SpanEvent } from '../telemetry.ts';
import { SEVERITIES } from './logs.ts';
import { logSiteAttributes, spanSiteAttributes } from './site-attributes.ts';

type Json = unknown;

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
  const scopeLogs = [{ scope: SCOPE, logRecords: logs.map(logJson) }];
  return JSON.stringify({ resourceLogs: [{ ...resourceJson(resource), scopeLogs }] });
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

function logJson(log: LogData): Json {
  const rank = LEVELS.indexOf(log.level);
  const time = String(log.time);
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITIES[rank],
    severityText: log.level.toUpperCase(),
    eventName: log.eventName,
    body: log.body === null ? undefined : valueJson(log.body),
    attributes: attributesJson({
      ...logSiteAttributes(log.site),
      'thread.id': log.threadId,
      ...log.fields,
    }),
    droppedAttributesCount: log.droppedFields === 0 ? undefined : log.droppedFields,
    flags: log.spanId === undefined ? undefined : log.sampled ? SAMPLED : 0,
    traceId: log.traceId,
    spanId: log.spanId,
  };
}

function attributesJson(fields: Fields): Json[] {
  return Object.keys(fields).map((key) => ({ key, value: valueJson(fields[key] as FieldValue) }));
}

/** An `AnyValue`: integers of 64 bits are texts, bytes are base64, odd numbers have names. */
function valueJson(value: FieldValue): Json {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: String(value) };
    case 'number':
      return numberJson(value);
    default:
      return value === null ? {} : objectJson(value);
  }
}

function numberJson(value: number): Json {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { intValue: String(value) };
  if (Number.isFinite(value)) return { doubleValue: Object.is(value, -0) ? '-0' : value };
  return { doubleValue: String(value) };
}

function objectJson(value: Uint8Array | FieldValue[] | Fields): Json {
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueJson) } };
  return { kvlistValue: { values: attributesJson(value) } };
}
