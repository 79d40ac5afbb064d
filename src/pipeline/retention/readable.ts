import type { WireSite } from '../../wire/record.ts';
import type { LogData, SpanData, SpanEvent } from '../../wire/telemetry.ts';
import type { OpenSpan } from './open-span.ts';

/** Telemetry as a person reads it, who has but a text editor: objects for `readableJson`. */
export type Readable = Readonly<Record<string, unknown>>;

/** What JSON has no form for: integers of 64 bits and odd numbers are texts, bytes are base64. */
export function readableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, replace, indent);
}

function replace(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

export function readableSpan(span: SpanData): Readable {
  const { traceId, spanId, parentSpanId, remoteParent, status, statusMessage } = span;
  return {
    name: span.name,
    kind: span.kind,
    ...place(span.site),
    time: isoTime(span.startTime),
    startTimeUnixNano: span.startTime,
    endTimeUnixNano: span.endTime,
    durationNano: Number(span.endTime - span.startTime),
    traceId,
    spanId,
    parentSpanId,
    remoteParent: remoteParent || undefined,
    status,
    statusMessage: statusMessage === '' ? undefined : statusMessage,
    fields: span.fields,
    droppedFields: span.droppedFields || undefined,
    events: span.events.length === 0 ? undefined : span.events.map(readableEvent),
    links: span.links.length === 0 ? undefined : span.links,
    threadId: span.threadId,
    sequence: span.sequence,
  };
}

export function readableLog(log: LogData): Readable {
  return {
    time: isoTime(log.time),
    timeUnixNano: log.time,
    level: log.level,
    ...place(log.site),
    eventName: log.eventName,
    message: log.body,
    fields: log.fields,
    droppedFields: log.droppedFields || undefined,
    traceId: log.traceId,
    spanId: log.spanId,
    threadId: log.threadId,
    sequence: log.sequence,
  };
}

export function readableOpenSpan({ startTime, age, ...span }: OpenSpan): Readable {
  return {
    ...span,
    time: isoTime(startTime),
    startTimeUnixNano: startTime,
    ageNano: age,
  };
}

function readableEvent({ name, time, fields }: SpanEvent): Readable {
  return { name, time: isoTime(time), timeUnixNano: time, fields };
}

function place({ target, file, line, column }: WireSite): Readable {
  return { target, file, line, column };
}

const SECOND = 1_000_000_000n;

/** ISO 8601 in UTC, with all nine digits below the second. */
export function isoTime(unixNano: bigint): string {
  const nano = ((unixNano % SECOND) + SECOND) % SECOND;
  const date = new Date(Number((unixNano - nano) / 1_000_000n));
  return `${date.toISOString().slice(0, -5)}.${String(nano).padStart(9, '0')}Z`;
}
