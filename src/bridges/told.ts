import type { Fields, FieldValue } from '../base/value.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import { plainJson } from '../pipeline/exporters/plain-json.ts';

/** The span of a record, named as OpenTelemetry wants it outside of OTLP. */
export interface TraceFields {
  trace_id: string;
  span_id: string;
  /** `01` if the trace is recorded, else `00`. */
  trace_flags: string;
}

/** The ids of a span as fields of a record. */
export function traceFields({
  traceId,
  spanId,
  sampled,
}: Pick<ReadableSpan, 'traceId' | 'spanId' | 'sampled'>): TraceFields {
  return { trace_id: traceId, span_id: spanId, trace_flags: sampled === false ? '00' : '01' };
}

/** The message of an event as a text; of one without, its name. */
export function messageOf({ body, name }: ReadableEvent): string {
  if (body === null) return name ?? '';
  return typeof body === 'string' ? body : plainJson(body);
}

/** What an event tells beside level, message and error, as values that JSON has. */
export function fieldsOf(event: ReadableEvent): Record<string, unknown> {
  const { target, name, body, span } = event;
  return {
    ...plainFields(event.fields),
    ...(target !== '' && { target }),
    ...(name !== undefined && body !== null && { 'event.name': name }),
    ...(span !== null && traceFields(span)),
  };
}

/** Fields as others take them: integers as far as numbers go, and bytes as base64. */
export function plainFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
}

function plain(value: FieldValue): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return Array.isArray(value) ? value.map(plain) : plainFields(value);
}
