import { expect, test } from 'vitest';
import { logsJson, tracesJson } from '../../src/wire/otlp/json.ts';
import type { Resource } from '../../src/wire/telemetry.ts';
import type { Message } from './otlp-messages.ts';
import { ANCHOR, logData, spanData } from './records.ts';
import { ODD_NAMES, SCALARS } from './values.ts';

const RESOURCE: Resource = { attributes: { 'service.name': 'shop' }, schemaUrl: 'https://schema' };

/** As the mapping of proto3 to JSON has them, with what OTLP says of ids and enums. */
const AS_JSON: Readonly<Record<string, object>> = {
  NaN: { doubleValue: 'NaN' },
  'minus zero': { doubleValue: '-0' },
  zero: { intValue: '0' },
  Infinity: { doubleValue: 'Infinity' },
  'minus Infinity': { doubleValue: '-Infinity' },
  '1e300': { doubleValue: 1e300 },
  'beyond safe integers': { doubleValue: 9007199254740994 },
  'a negative integer': { intValue: '-1' },
  'more than 32 bits': { intValue: '1099511627777' },
  fraction: { doubleValue: 0.1 },
  'largest int64': { intValue: '9223372036854775807' },
  'smallest int64': { intValue: '-9223372036854775808' },
  'no text': { stringValue: '' },
  'text of many bytes': { stringValue: 'ä→🙂\u0000\ufeff' },
  'text with a mark of byte order ahead': { stringValue: '\ufeffx' },
  'long text': { stringValue: 'x'.repeat(70_000) },
  true: { boolValue: true },
  false: { boolValue: false },
  null: {},
  bytes: { bytesValue: 'AH+A/w==' },
  'no bytes': { bytesValue: '' },
};

function oneSpan(json: string): Message {
  return JSON.parse(json).resourceSpans[0].scopeSpans[0].spans[0];
}

function valueIn(attributes: Message[], name: string): Message {
  return attributes.find(({ key }) => key === name)?.value;
}

test.each(Object.entries(SCALARS))('%s has its form', (name, value) => {
  const fields = { value, list: [value], object: { value } };
  const { attributes } = oneSpan(tracesJson([spanData({ fields })], RESOURCE));
  const expected = AS_JSON[name];
  expect(expected).toBeDefined();
  expect(valueIn(attributes, 'value')).toEqual(expected);
  expect(valueIn(attributes, 'list')).toEqual({ arrayValue: { values: [expected] } });
  expect(valueIn(attributes, 'object')).toEqual({
    kvlistValue: { values: [{ key: 'value', value: expected }] },
  });
});

test('names may be those that mean something to an object', () => {
  const { attributes } = oneSpan(tracesJson([spanData({ fields: ODD_NAMES })], RESOURCE));
  const names = attributes.map(({ key }: Message) => key);
  expect(names).toEqual(expect.arrayContaining(Object.keys(ODD_NAMES)));
  expect(valueIn(attributes, '__proto__')).toEqual({
    kvlistValue: { values: [{ key: '__proto__', value: { intValue: '1' } }] },
  });
});

test('a span has ids in hex, times as texts, enums as numbers', () => {
  const link = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
  const span = spanData({
    parentSpanId: '00f067aa0ba902b7',
    remoteParent: true,
    status: 'error',
    statusMessage: 'no',
    droppedFields: 2,
    events: [{ name: 'exception', time: ANCHOR, fields: { 'exception.type': 'E' } }],
    links: [{ ...link, fields: { why: 'retry' } }, link],
  });
  expect(oneSpan(tracesJson([span], RESOURCE))).toMatchObject({
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: '00f067aa0ba902b7',
    flags: 0x301,
    name: 'Cart.total',
    kind: 1,
    startTimeUnixNano: String(span.startTime),
    endTimeUnixNano: String(span.endTime),
    droppedAttributesCount: 2,
    status: { code: 2, message: 'no' },
    events: [
      {
        name: 'exception',
        timeUnixNano: String(ANCHOR),
        attributes: [{ key: 'exception.type', value: { stringValue: 'E' } }],
      },
    ],
    links: [{ ...link, attributes: [{ key: 'why', value: { stringValue: 'retry' } }] }, link],
  });
});

test('a log event has a severity, a body and a name', () => {
  const log = logData({ level: 'fatal', eventName: 'lost', body: { a: [1n] }, droppedFields: 2 });
  const message = JSON.parse(logsJson([log], RESOURCE));
  expect(message.resourceLogs[0]).toMatchObject({
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
    schemaUrl: 'https://schema',
    scopeLogs: [{ scope: { name: 'spanfn' } }],
  });
  const one = message.resourceLogs[0].scopeLogs[0].logRecords[0];
  const list = { arrayValue: { values: [{ intValue: '1' }] } };
  expect(one).toMatchObject({
    timeUnixNano: String(log.time),
    observedTimeUnixNano: String(log.time),
    severityNumber: 21,
    severityText: 'FATAL',
    droppedAttributesCount: 2,
    eventName: 'lost',
    traceId: log.traceId,
    spanId: log.spanId,
    flags: 1,
    body: { kvlistValue: { values: [{ key: 'a', value: list }] } },
  });
});

function oneLog(json: string): Message {
  return JSON.parse(json).resourceLogs[0].scopeLogs[0].logRecords[0];
}

test.each(Object.entries(SCALARS))('%s has its form in a log event too', (name, value) => {
  const fields = { ...ODD_NAMES, value, list: [value], '"\n': value };
  const { attributes } = oneLog(logsJson([logData({ fields })], RESOURCE));
  const expected = AS_JSON[name];
  expect(valueIn(attributes, 'value')).toEqual(expected);
  expect(valueIn(attributes, '"\n')).toEqual(expected);
  expect(valueIn(attributes, 'list')).toEqual({ arrayValue: { values: [expected] } });
  const names = attributes.map(({ key }: Message) => key);
  expect(names).toEqual(expect.arrayContaining(Object.keys(fields)));
});

test('a field of a log event goes over what is said of site and thread, which may be any', () => {
  const fields = { 'code.line.number': 99, 'thread.id': 'mine', a: 1 };
  const [own, other, plain] = [
    logData({ fields, threadId: 1 }),
    logData({ fields: { a: 1 }, threadId: 2 }),
    logData({ fields: {}, threadId: 1 }),
  ].map((log) => oneLog(logsJson([log], RESOURCE)).attributes) as [Message[], Message[], Message[]];
  expect(valueIn(own, 'thread.id')).toEqual({ stringValue: 'mine' });
  expect(valueIn(own, 'code.line.number')).toEqual({ intValue: '99' });
  expect(valueIn(own, 'code.column.number')).toEqual({ intValue: '3' });
  expect(new Set(own.map(({ key }) => key)).size).toBe(own.length);
  expect(valueIn(other, 'thread.id')).toEqual({ intValue: '2' });
  expect(valueIn(other, 'a')).toEqual({ intValue: '1' });
  expect(valueIn(plain, 'thread.id')).toEqual({ intValue: '1' });
});

test('several log events, and none', () => {
  const logs = [logData({ body: 'a' }), logData({ body: 'b' })];
  const bodies = (json: string): Message[] =>
    JSON.parse(json).resourceLogs[0].scopeLogs[0].logRecords.map(({ body }: Message) => body);
  expect(bodies(logsJson(logs, RESOURCE))).toEqual([{ stringValue: 'a' }, { stringValue: 'b' }]);
  expect(bodies(logsJson([], { attributes: {} }))).toEqual([]);
});

test('outside of any trace there are no ids, and nothing is sampled', () => {
  const log = logData({ traceId: undefined, spanId: undefined, body: null });
  const one = JSON.parse(logsJson([log], RESOURCE)).resourceLogs[0].scopeLogs[0].logRecords[0];
  const never = ['traceId', 'spanId', 'flags', 'body', 'eventName', 'droppedAttributesCount'];
  for (const absent of never) {
    expect(one).not.toHaveProperty(absent);
  }
});
