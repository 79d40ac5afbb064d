import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { describe, expect, test } from 'vitest';
import { LEVELS } from '../../src/base/level.ts';
import { VERSION } from '../../src/base/version.ts';
import { decodeLogs } from '../../src/wire/otlp/decode.ts';
import { encodeLogs } from '../../src/wire/otlp/logs.ts';
import type { Segment } from '../../src/wire/source.ts';
import type { LogData, Resource } from '../../src/wire/telemetry.ts';
import { decodeMessage, fieldsOf, fieldValue, type Message } from './otlp-messages.ts';
import { logData, Records, SITE, sourceOf, spanData } from './records.ts';
import { VALUES } from './values.ts';

const RESOURCE: Resource = { attributes: { 'service.name': 'shop' } };
const SITE_FIELDS = {
  'code.file.path': 'src/cart.ts',
  'code.line.number': 12,
  'code.column.number': 3,
  'spanfn.target': 'src/cart.ts',
};

function segmentOf(...logs: LogData[]): Segment {
  const records = new Records();
  for (const log of logs) records.log(log);
  return records.segment(sourceOf([SITE], logs[0]?.threadId));
}

function received(...segments: Segment[]): Message[] {
  const message = decodeMessage('ExportLogsServiceRequest', encodeLogs(segments, RESOURCE));
  const [{ resource, scopeLogs }] = message.resourceLogs;
  expect(fieldsOf(resource.attributes)).toEqual(RESOURCE.attributes);
  expect(scopeLogs).toHaveLength(1);
  expect(scopeLogs[0].scope).toMatchObject({ name: 'spanfn', version: VERSION });
  return scopeLogs[0].logRecords;
}

test('a log event arrives with all that its record says', () => {
  const log = logData({
    level: 'warn',
    eventName: 'cart.saved',
    fields: { user: 'ann' },
    droppedFields: 3,
    threadId: 4,
  });
  const [record] = received(segmentOf(log));
  expect(record).toMatchObject({
    timeUnixNano: String(log.time),
    observedTimeUnixNano: String(log.time),
    severityNumber: 13,
    severityText: 'WARN',
    traceId: log.traceId,
    spanId: log.spanId,
    flags: 1,
    body: { stringValue: 'saved' },
    eventName: 'cart.saved',
    droppedAttributesCount: 3,
  });
  expect(fieldsOf(record.attributes)).toEqual({ ...SITE_FIELDS, 'thread.id': 4, user: 'ann' });
});

test.each(LEVELS.map((level, rank) => [level, 1 + rank * 4] as const))(
  'the level %s is severity %i',
  (level, severityNumber) => {
    const segment = segmentOf(logData({ level }));
    const severityText = level.toUpperCase();
    expect(received(segment)[0]).toMatchObject({ severityNumber, severityText });
    expect(decodeLogs([segment]).items[0]?.level).toBe(level);
  },
);

describe('ids', () => {
  const ids = (log: LogData) => {
    const segment = segmentOf(log);
    const [{ traceId, spanId, flags }] = received(segment) as [Message];
    const [object] = decodeLogs([segment]).items;
    expect([object?.traceId, object?.spanId]).toEqual([log.traceId, log.spanId]);
    return { traceId, spanId, flags };
  };

  test('are absent outside of any trace', () => {
    expect(ids(logData({ traceId: undefined, spanId: undefined }))).toEqual({});
  });

  test('are that of the trace alone in a trace without a span', () => {
    const { traceId } = logData();
    expect(ids(logData({ spanId: undefined }))).toEqual({ traceId });
  });
});

test.each(VALUES)('a body, and a field, that is %s arrives as it is', (_, value) => {
  const segment = segmentOf(logData({ body: value, fields: { value } }));
  const [record] = received(segment);
  expect(fieldValue(record.body)).toEqual(value);
  expect(fieldsOf(record.attributes)).toEqual({ ...SITE_FIELDS, 'thread.id': 0, value });
  expect(decodeLogs([segment]).items[0]).toMatchObject({ body: value, fields: { value } });
});

test.each(VALUES)('%s is read out of the midst of a buffer', (_, value) => {
  const { bytes, source } = segmentOf(logData({ body: value, fields: { value } }));
  const buffer = new ArrayBuffer(bytes.length + 24);
  const moved = new Uint8Array(buffer, 16, bytes.length);
  moved.set(bytes);
  const segment = { bytes: moved, words: new Int32Array(buffer, 16, bytes.length / 4), source };
  expect(decodeLogs([segment]).items[0]).toMatchObject({ body: value, fields: { value } });
});

test('objects say what the records say; records of other kinds are passed over', () => {
  const logs = [
    logData({ eventName: 'a', fields: { a: [1] }, droppedFields: 1, sequence: 2 ** 31 }),
    logData({ body: null, traceId: undefined, spanId: undefined }),
  ] as const;
  const segment = new Records().pad(40).log(logs[0]).span(spanData()).log(logs[1]).segment();
  expect(decodeLogs([segment])).toEqual({ items: logs, unreadable: 0 });
  expect(received(segment)).toHaveLength(2);
});

test('an event of a site that nobody told of arrives', () => {
  const segment = new Records().log(logData()).segment(sourceOf([]));
  expect(received(segment)[0]).toMatchObject({ body: { stringValue: 'saved' } });
  expect(decodeLogs([segment]).items[0]?.site.name).toBe('(unknown)');
});

test("OpenTelemetry's serializer says the same", () => {
  const log = logData({ level: 'error', eventName: 'lost', body: 'gone', fields: { user: 'ann' } });
  const theirs = ProtobufLogsSerializer.serializeRequest([sdkLog(log)]) as Uint8Array;
  expect(
    sorted(decodeMessage('ExportLogsServiceRequest', encodeLogs([segmentOf(log)], RESOURCE))),
  ).toEqual(sorted(decodeMessage('ExportLogsServiceRequest', theirs)));
});

function sdkLog(log: LogData): ReadableLogRecord {
  const time: [number, number] = [Number(log.time / 10n ** 9n), Number(log.time % 10n ** 9n)];
  return {
    hrTime: time,
    hrTimeObserved: time,
    spanContext: { traceId: log.traceId as string, spanId: log.spanId as string, traceFlags: 1 },
    severityNumber: 17,
    severityText: 'ERROR',
    body: log.body as string,
    eventName: log.eventName as string,
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    instrumentationScope: { name: 'spanfn', version: VERSION },
    attributes: {
      ...SITE_FIELDS,
      'thread.id': 0,
      ...log.fields,
    } as ReadableLogRecord['attributes'],
    droppedAttributesCount: 0,
  };
}

/** With its attributes in the order of their names, and without zeros that mean nothing. */
function sorted(message: Message): Message {
  const [{ resource, scopeLogs }] = message.resourceLogs;
  const [{ scope, logRecords }] = scopeLogs;
  const records = logRecords.map(({ droppedAttributesCount: _, attributes, ...rest }: Message) => ({
    ...rest,
    fields: fieldsOf(attributes),
  }));
  return { resource: fieldsOf(resource.attributes), scope, records };
}
