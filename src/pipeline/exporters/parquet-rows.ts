import { LEVELS } from '../../base/level.ts';
import type { Fields, FieldValue } from '../../base/value.ts';
import { logSiteAttributes, spanSiteAttributes } from '../../wire/otlp/site-attributes.ts';
import type { LogData, Resource, SpanData } from '../../wire/telemetry.ts';
import { linkFields } from './link-fields.ts';
import { plainJson } from './plain-json.ts';

/** Types of columns. `time` is in UTC, with nanoseconds; `json` is text in `plainJson`'s form. */
export type ColumnType = 'text' | 'integer' | 'time' | 'json';

/** A column of a table, and what is in it. An integer is a bigint. */
export interface Column<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly value: (row: Row, shared: Shared) => string | bigint | undefined;
}

/** What all rows of a batch share. */
export interface Shared {
  readonly processId: bigint | undefined;
  readonly resource: string;
}

export function sharedOf({ attributes }: Resource): Shared {
  const pid = attributes['process.pid'];
  return {
    processId: pid === undefined ? undefined : integer(pid),
    resource: plainJson(attributes),
  };
}

/** What a span and a log event say of where they come from. */
type Origin = Pick<SpanData, 'site' | 'threadId' | 'sequence' | 'droppedFields'>;

function originColumns<Row extends Origin>(attributesOf: (row: Row) => Fields): Column<Row>[] {
  const ofSite = (name: string) => (row: Row) => attributesOf(row)[name];
  return [
    { name: 'target', type: 'text', value: ({ site }) => site.target },
    { name: 'file', type: 'text', value: (row) => text(ofSite('code.file.path')(row)) },
    { name: 'line', type: 'integer', value: (row) => integer(ofSite('code.line.number')(row)) },
    { name: 'thread_id', type: 'integer', value: ({ threadId }) => BigInt(threadId) },
    { name: 'process_id', type: 'integer', value: (_, { processId }) => processId },
    { name: 'logical_clock', type: 'integer', value: ({ sequence }) => BigInt(sequence) },
    { name: 'dropped_attributes', type: 'integer', value: (row) => BigInt(row.droppedFields) },
    { name: 'resource', type: 'json', value: (_, { resource }) => resource },
  ];
}

/** Columns of the spans' table. */
export const SPAN_COLUMNS: readonly Column<SpanData>[] = [
  { name: 'trace_id', type: 'text', value: ({ traceId }) => traceId },
  { name: 'span_id', type: 'text', value: ({ spanId }) => spanId },
  { name: 'parent_span_id', type: 'text', value: ({ parentSpanId }) => parentSpanId },
  { name: 'name', type: 'text', value: ({ name }) => name },
  { name: 'kind', type: 'text', value: ({ kind }) => kind },
  { name: 'start_time', type: 'time', value: ({ startTime }) => startTime },
  { name: 'end_time', type: 'time', value: ({ endTime }) => endTime },
  { name: 'duration_ns', type: 'integer', value: (span) => span.endTime - span.startTime },
  { name: 'status_code', type: 'text', value: ({ status }) => status },
  {
    name: 'status_message',
    type: 'text',
    value: ({ statusMessage }) => statusMessage || undefined,
  },
  { name: 'attributes', type: 'json', value: ({ fields }) => plainJson(fields) },
  { name: 'events', type: 'json', value: ({ events }) => plainJson(events.map(eventFields)) },
  { name: 'links', type: 'json', value: ({ links }) => plainJson(links.map(linkFields)) },
  ...originColumns<SpanData>(({ site }) => spanSiteAttributes(site)),
];

/** Columns of the log events' table. */
export const LOG_COLUMNS: readonly Column<LogData>[] = [
  { name: 'time', type: 'time', value: ({ time }) => time },
  { name: 'level', type: 'text', value: ({ level }) => level },
  { name: 'level_rank', type: 'integer', value: ({ level }) => BigInt(LEVELS.indexOf(level)) },
  { name: 'event_name', type: 'text', value: ({ eventName }) => eventName },
  { name: 'body', type: 'text', value: ({ body }) => bodyText(body) },
  { name: 'trace_id', type: 'text', value: ({ traceId }) => traceId },
  { name: 'span_id', type: 'text', value: ({ spanId }) => spanId },
  { name: 'attributes', type: 'json', value: ({ fields }) => plainJson(fields) },
  ...originColumns<LogData>(({ site }) => logSiteAttributes(site)),
];

function eventFields({ name, time, fields }: SpanData['events'][number]): Fields {
  return { name, time_unix_ns: time, fields };
}

/** A message that is text needs no quotes. */
function bodyText(body: FieldValue): string | undefined {
  if (body === null) return undefined;
  return typeof body === 'string' ? body : plainJson(body);
}

function text(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function integer(value: FieldValue | undefined): bigint | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
