import { type Fields, type FieldValue, setField } from '../../base/value.ts';
import { spanSiteAttributes } from '../../wire/otlp/site-attributes.ts';
import type { LogData, SpanData, SpanEvent } from '../../wire/telemetry.ts';
import { linkFields } from './link-fields.ts';
import { plainJson } from './plain-json.ts';

/** What is common to all events of a process. */
export interface Track {
  readonly pid: number;
  /** Unix time in ns of zero: a number of microseconds since 1970 has no room for nanoseconds. */
  readonly zero: bigint;
}

/** An event of the Trace Event Format, as JSON. */
export type EventText = string;

/** Names the process; its threads are named as they turn up. */
export function processName({ pid }: Track, name: string): EventText {
  return plainJson({ name: 'process_name', ph: 'M', pid, tid: pid, args: { name } });
}

/** Names a thread. */
export function threadName(track: Track, threadId: number): EventText {
  const name = threadId === 0 ? 'main' : `worker ${threadId}`;
  const sorted = { ph: 'M', pid: track.pid, tid: tidOf(track, threadId) };
  return plainJson({ name: 'thread_name', ...sorted, args: { name } });
}

/** A span that ran on the stack of its thread: on the thread's own track. */
export function threadSpan(track: Track, span: SpanData): EventText[] {
  const place = placeOf(track, span, 'span');
  const { name, startTime, endTime, events } = span;
  const ts = micros(startTime - track.zero);
  const dur = micros(endTime - startTime);
  const whole = { ...place, name, ph: 'X', ts, dur, ...colour(span), args: argsOfSpan(span) };
  const moments = events.map((event) => ({ ...place, ...moment(track, event), ph: 'i', s: 't' }));
  return [whole, ...moments].map(plainJson);
}

/** A span that may have been suspended: on a track of its lane. */
export function asyncSpan(track: Track, span: SpanData, lane: number): EventText[] {
  const { name, startTime, endTime, events } = span;
  const place = { ...placeOf(track, span, 'span'), id2: { local: `0x${lane.toString(16)}` } };
  const ts = micros(startTime - track.zero);
  const begin = { ...place, name, ph: 'b', ts, ...colour(span), args: argsOfSpan(span) };
  const moments = events.map((event) => ({ ...place, ...moment(track, event), ph: 'n' }));
  const end = { ...place, name, ph: 'e', ts: micros(endTime - track.zero) };
  return [begin, ...moments, end].map(plainJson);
}

/** A log event: a moment of its thread. */
export function logMoment(track: Track, log: LogData): EventText {
  const { level, body, eventName, traceId = null, spanId = null, sequence, time } = log;
  const args = withFields(
    { level, body, target: log.site.target, trace_id: traceId, span_id: spanId, sequence },
    log.fields,
  );
  const name = eventName ?? (typeof body === 'string' && body !== '' ? body : level);
  const place = placeOf(track, log, 'log');
  return plainJson({ ...place, name, ph: 'i', s: 't', ts: micros(time - track.zero), args });
}

/** The main thread has the number of its process, as in Linux; 0 stands for an idle processor. */
function tidOf({ pid }: Track, threadId: number): number {
  return pid + threadId;
}

function placeOf(track: Track, { threadId }: { threadId: number }, cat: string): Fields {
  return { cat, pid: track.pid, tid: tidOf(track, threadId) };
}

function moment({ zero }: Track, { name, time, fields }: SpanEvent): Fields {
  return { name, ts: micros(time - zero), args: fields };
}

/** A failure is seen from afar. */
function colour({ status }: SpanData): Fields {
  return status === 'error' ? { cname: 'terrible' } : {};
}

function argsOfSpan(span: SpanData): Fields {
  const { traceId, spanId, parentSpanId, status, statusMessage, sequence, links } = span;
  const own: Fields = {
    trace_id: traceId,
    span_id: spanId,
    ...(parentSpanId === undefined ? {} : { parent_span_id: parentSpanId }),
    ...(status === 'unset' ? {} : { status }),
    ...(statusMessage === '' ? {} : { status_message: statusMessage }),
    ...(links.length === 0 ? {} : { links: links.map(linkFields) }),
    sequence,
    ...spanSiteAttributes(span.site),
  };
  return withFields(own, span.fields);
}

function withFields(own: Fields, fields: Fields): Fields {
  for (const key of Object.keys(fields)) setField(own, key, fields[key] as FieldValue);
  return own;
}

function micros(ns: bigint): number {
  return Number(ns) / 1000;
}
