import type { HrTime } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../src/base/value.ts';
import { VERSION } from '../../src/base/version.ts';
import { decodeSpans } from '../../src/wire/otlp/decode.ts';
import { tracesJson } from '../../src/wire/otlp/json.ts';
import { encodeTraces } from '../../src/wire/otlp/traces.ts';
import type { Segment } from '../../src/wire/source.ts';
import type { Resource, SpanData } from '../../src/wire/telemetry.ts';
import { decodeMessage, fieldsOf, type Message } from './otlp-messages.ts';
import { ANCHOR, logData, Records, SITE, sourceOf, spanData } from './records.ts';
import { ODD_NAMES, VALUES } from './values.ts';

const RESOURCE: Resource = { attributes: { 'service.name': 'shop' } };
const SDK_RESOURCE = resourceFromAttributes({ 'service.name': 'shop' });
const SDK_SCOPE = { name: 'spanfn', version: VERSION };
const PARENT = '00f067aa0ba902b7';
const OTHER = { traceId: '80e1afed08e019fc1110464cfa66635c', spanId: '7a085853722dc6d2' };

const FULL = spanData({
  kind: 'async',
  parentSpanId: PARENT,
  remoteParent: true,
  startTime: ANCHOR + 0xffff_ffffn,
  endTime: ANCHOR + 0x1_2345_6789n,
  status: 'error',
  statusMessage: 'no such cart',
  fields: { user: 'ann', total: 12.5 },
  droppedFields: 300,
  events: [{ name: 'exception', time: ANCHOR + 9n, fields: { 'exception.type': 'RangeError' } }],
  links: [OTHER, { ...OTHER, fields: { why: 'retry' } }],
  threadId: 7,
  sequence: 2 ** 32 - 1,
});

function segmentOf(...spans: SpanData[]): Segment {
  const records = new Records();
  for (const span of spans) records.span(span);
  return records.segment(
    sourceOf(
      spans.map(({ site }) => site),
      spans[0]?.threadId,
    ),
  );
}

function received(segments: Segment[], resource: Resource = RESOURCE): Message[] {
  const { resourceSpans } = decodeMessage(
    'ExportTraceServiceRequest',
    encodeTraces(segments, resource),
  );
  expect(resourceSpans).toHaveLength(1);
  return resourceSpans[0].scopeSpans.flatMap(({ spans }: Message) => spans);
}

describe('a request', () => {
  test('tells resource and scope once', () => {
    const resource = {
      attributes: { 'service.name': 'shop', 'process.pid': 7, tags: ['a', 1] },
      schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
    };
    const segments = [segmentOf(spanData()), segmentOf(spanData({ threadId: 1 }))];
    const { resourceSpans } = decodeMessage(
      'ExportTraceServiceRequest',
      encodeTraces(segments, resource),
    );
    expect(resourceSpans).toHaveLength(1);
    const [one] = resourceSpans;
    expect(fieldsOf(one.resource.attributes)).toEqual(resource.attributes);
    expect(one.schemaUrl).toBe(resource.schemaUrl);
    expect(one.scopeSpans).toHaveLength(1);
    expect(one.scopeSpans[0].scope).toMatchObject({ name: 'spanfn', version: VERSION });
    expect(one.scopeSpans[0].spans).toHaveLength(2);
  });

  test('without spans is one without spans', () => {
    expect(received([new Records().pad(64).log(logData()).segment()])).toEqual([]);
  });

  test('may be large', () => {
    const spans = Array.from({ length: 20_000 }, (_, i) => spanData({ fields: { i } }));
    const found = received([segmentOf(...spans)]);
    expect(found.map(({ attributes }) => fieldsOf(attributes)['i'])).toEqual(
      spans.map(({ fields }) => fields['i']),
    );
  });

  test('takes a resource that is larger than what a first buffer holds', () => {
    const attributes = { long: 'ä'.repeat(50_000), ...ODD_NAMES };
    const body = encodeTraces([], { attributes });
    const { resource } = decodeMessage('ExportTraceServiceRequest', body).resourceSpans[0];
    expect(fieldsOf(resource.attributes)).toEqual(attributes);
  });
});

describe('a span', () => {
  test('arrives with all that its record says', () => {
    const [span] = received([segmentOf(FULL)]);
    expect(span).toMatchObject({
      traceId: FULL.traceId,
      spanId: FULL.spanId,
      parentSpanId: PARENT,
      flags: 0x301,
      name: 'Cart.total',
      kind: 1,
      startTimeUnixNano: String(FULL.startTime),
      endTimeUnixNano: String(FULL.endTime),
      droppedAttributesCount: 300,
      status: { code: 2, message: 'no such cart' },
      events: [{ name: 'exception', timeUnixNano: String(ANCHOR + 9n) }],
      links: [OTHER, OTHER],
    });
    expect(fieldsOf(span.attributes)).toEqual({
      'code.function.name': 'Cart.total',
      'code.file.path': 'src/cart.ts',
      'code.line.number': 12,
      'code.column.number': 3,
      'spanfn.target': 'src/cart.ts',
      'spanfn.kind': 'async',
      'thread.id': 7,
      ...FULL.fields,
    });
    expect(fieldsOf(span.events[0].attributes)).toEqual({ 'exception.type': 'RangeError' });
    expect(fieldsOf(span.links[1].attributes)).toEqual({ why: 'retry' });
  });

  test('with nothing but its words arrives without the rest', () => {
    const [span] = received([segmentOf(spanData())]);
    expect(span).toMatchObject({ name: 'Cart.total', flags: 0x101, events: [], links: [] });
    expect(span).not.toHaveProperty('parentSpanId');
    expect(span).not.toHaveProperty('status');
    expect(fieldsOf(span.attributes)).toMatchObject({ 'spanfn.kind': 'thread', 'thread.id': 0 });
  });

  test.each(['unset', 'ok', 'error'] as const)('has the status %s', (status) => {
    const [span] = received([segmentOf(spanData({ status, fields: { a: 1 } }))]);
    expect(span.status).toEqual(status === 'unset' ? undefined : { code: status === 'ok' ? 1 : 2 });
  });

  test('of a site that nobody told of is called unknown, and is whole', () => {
    const segment = new Records().span(FULL).segment(sourceOf([]));
    const [span] = received([segment]);
    expect(span).toMatchObject({ name: '(unknown)', status: { message: 'no such cart' } });
    expect(decodeSpans([segment]).items[0]).toMatchObject({
      ...FULL,
      site: { id: -1 },
      name: '(unknown)',
      threadId: 0,
    });
  });

  test('is named as soon as its site is told of', () => {
    const sites = new Map();
    const source = { threadId: 0, wallAnchor: ANCHOR, sites };
    const segment = new Records().span(spanData()).segment(source);
    expect(received([segment])[0].name).toBe('(unknown)');
    sites.set(SITE.id, SITE);
    expect(received([segment])[0].name).toBe('Cart.total');
  });

  test('has the name and place of its own site', () => {
    const odd = {
      id: 0,
      name: 'ключ 🙂'.repeat(40),
      target: 'orders',
      level: 'info',
      kind: 'sync',
    };
    const [first, second] = received([segmentOf(spanData({ site: odd }), spanData())]);
    expect([first.name, second.name]).toEqual([odd.name, 'Cart.total']);
    expect(fieldsOf(first.attributes)).not.toHaveProperty(['code.file.path']);
  });
});

test('records of other kinds are passed over', () => {
  const segment = new Records()
    .pad(8)
    .log(logData())
    .span(spanData({ sequence: 1 }))
    .pad(256)
    .span(FULL)
    .log(logData())
    .segment();
  expect(received([segment])).toHaveLength(2);
  expect(decodeSpans([segment]).items.map(({ sequence }) => sequence)).toEqual([1, 2 ** 32 - 1]);
});

describe('a value', () => {
  const all = VALUES.map(([, value], i) => spanData({ fields: { value }, sequence: i }));
  const segment = segmentOf(...all);
  const spans = received([segment]);
  const objects = decodeSpans([segment]);

  test.each(VALUES.map(([name], i) => [name, i] as const))('%s arrives as it is', (_, i) => {
    const { value } = (all[i] as SpanData).fields;
    expect(fieldsOf(spans[i].attributes)['value']).toEqual(value);
    expect(objects.items[i]?.fields).toEqual({ value });
  });

  test('may have any name', () => {
    const odd = segmentOf(spanData({ fields: ODD_NAMES }));
    const names = Object.keys(ODD_NAMES);
    const named = received([odd])[0].attributes.filter(({ key = '' }) => names.includes(key));
    expect(fieldsOf(named)).toEqual(ODD_NAMES);
    expect(decodeSpans([odd]).items[0]?.fields).toEqual(ODD_NAMES);
    expect(Object.keys(decodeSpans([odd]).items[0]?.fields ?? {})).toContain('__proto__');
  });
});

test('objects say what the records say', () => {
  const other = spanData({ status: 'ok', fields: { a: [1, null] } });
  expect(decodeSpans([segmentOf(FULL), segmentOf(spanData(), other)])).toEqual({
    items: [FULL, spanData(), other],
    unreadable: 0,
  });
});

describe("OpenTelemetry's serializers say the same", () => {
  const plain = spanData({
    parentSpanId: PARENT,
    status: 'ok',
    fields: { text: 'ä', int: -5, float: 0.5, yes: true, list: ['a', 'b'] },
  });
  const failed = spanData({ ...FULL, remoteParent: false, threadId: 0, links: [OTHER] });
  const ours = segmentOf(plain, failed);
  const theirs = [plain, failed].map(sdkSpan);

  test('in protobuf', () => {
    const body = ProtobufTraceSerializer.serializeRequest(theirs) as Uint8Array;
    const message = decodeMessage('ExportTraceServiceRequest', body);
    expect(
      comparable(decodeMessage('ExportTraceServiceRequest', encodeTraces([ours], RESOURCE))),
    ).toEqual(comparable(message));
  });

  test('in JSON', () => {
    const body = JsonTraceSerializer.serializeRequest(theirs) as Uint8Array;
    const json = tracesJson(decodeSpans([ours]).items, RESOURCE);
    expect(comparable(JSON.parse(json))).toEqual(
      comparable(JSON.parse(Buffer.from(body).toString())),
    );
  });
});

function sdkSpan(span: SpanData): ReadableSpan {
  const context = { traceId: span.traceId, spanId: span.spanId, traceFlags: 1 };
  const parent = span.parentSpanId;
  const attributes = {
    'code.function.name': span.name,
    'code.file.path': span.site.file,
    'code.line.number': span.site.line,
    'code.column.number': span.site.column,
    'spanfn.target': span.site.target,
    'spanfn.kind': span.kind,
    'thread.id': span.threadId,
    ...span.fields,
  } as ReadableSpan['attributes'];
  const time = (ns: bigint) => [Number(ns / 10n ** 9n), Number(ns % 10n ** 9n)] as HrTime;
  return {
    name: span.name,
    kind: 0,
    spanContext: () => context,
    ...(parent === undefined ? {} : { parentSpanContext: { ...context, spanId: parent } }),
    startTime: time(span.startTime),
    endTime: time(span.endTime),
    duration: time(span.endTime - span.startTime),
    status: {
      code: ['unset', 'ok', 'error'].indexOf(span.status),
      ...(span.statusMessage === '' ? {} : { message: span.statusMessage }),
    },
    attributes,
    events: span.events.map((event) => ({
      name: event.name,
      time: time(event.time),
      attributes: event.fields as ReadableSpan['attributes'],
    })),
    links: span.links.map(({ fields, ...to }) => ({
      context: { ...to, traceFlags: 1 },
      attributes: (fields ?? {}) as ReadableSpan['attributes'],
    })),
    ended: true,
    resource: SDK_RESOURCE,
    instrumentationScope: SDK_SCOPE,
    droppedAttributesCount: span.droppedFields,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Without what protobuf takes for absent, and without the order of attributes. */
function comparable(message: Message): Message {
  if (Array.isArray(message)) {
    const items = message.map(comparable);
    const isAttributes = items.every((item) => typeof item?.key === 'string');
    return isAttributes ? items.sort((a, b) => (a.key < b.key ? -1 : 1)) : items;
  }
  if (typeof message !== 'object' || message === null) return message;
  const entries = Object.entries<Message>(message)
    .filter(([key]) => !(key === 'flags' && 'traceId' in message && !('name' in message)))
    .map(([key, value]) => [key, key === 'intValue' ? String(value) : comparable(value)] as const)
    .filter(([key, value]) => !isAbsent(key, value));
  return Object.fromEntries(entries) as Fields;
}

function isAbsent(key: string, value: Message): boolean {
  if (key.endsWith('Value')) return false;
  return (
    value === undefined ||
    value === 0 ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}
