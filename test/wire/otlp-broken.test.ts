import { describe, expect, test } from 'vitest';
import { RecordBatch } from '../../src/pipeline/batch.ts';
import { decodeLogs, decodeSpans } from '../../src/wire/otlp/decode.ts';
import { encodeLogs } from '../../src/wire/otlp/logs.ts';
import { encodeTraces } from '../../src/wire/otlp/traces.ts';
import { Flag, LogWord, SpanWord, Word } from '../../src/wire/record.ts';
import type { Segment } from '../../src/wire/source.ts';
import { Random } from '../fuzz/generate/random.ts';
import { decodeMessage, fieldsOf, type Message } from './otlp-messages.ts';
import { ANCHOR, logData, Records, SITE, sourceOf, spanData } from './records.ts';

const RESOURCE = { attributes: {} };
const BROKEN = spanData({
  sequence: 2,
  fields: { text: 'abc', list: [1, { a: 'b' }] },
  status: 'error',
  statusMessage: 'no',
  events: [{ name: 'e', time: ANCHOR, fields: { a: 1 } }],
});
const GOOD = [1, 3].map((sequence) => spanData({ sequence, fields: { sequence } }));
const LOGS = [1, 2, 3].map((sequence) => logData({ sequence, fields: { sequence } }));

/** Three spans or log events, of which the middle one is there to be broken; and where it is. */
function three(): { segment: Segment; at: number; logs: Segment; logAt: number } {
  const [first, last] = GOOD as [(typeof GOOD)[0], (typeof GOOD)[0]];
  const segment = new Records().span(first).span(BROKEN).span(last).segment();
  const logs = LOGS.reduce((records, log) => records.log(log), new Records()).segment();
  return {
    segment,
    logs,
    at: (segment.words[0] as number) / 4,
    logAt: (logs.words[0] as number) / 4,
  };
}

function sequences(segment: Segment): number[] {
  return decodeSpans([segment]).items.map(({ sequence }) => sequence);
}

/** What a receiver makes of the request, if it does not refuse it as a whole. */
function spansOf(segment: Segment): Message[] {
  const body = encodeTraces([segment], RESOURCE);
  return decodeMessage('ExportTraceServiceRequest', body).resourceSpans[0].scopeSpans.flatMap(
    (scope: Message) => scope.spans,
  );
}

function logsOf(segment: Segment): Message[] {
  const body = encodeLogs([segment], RESOURCE);
  return decodeMessage('ExportLogsServiceRequest', body).resourceLogs[0].scopeLogs[0].logRecords;
}

describe('a span that is broken is left out, and counted, alone', () => {
  test.each([
    ['longer than its record', 1 << 20],
    ['of less than nothing', -8],
    ['that ends within a field', 5],
  ])('with a tail %s', (_, bytes) => {
    const { segment, at } = three();
    segment.words[at + SpanWord.TAIL_BYTES] = bytes;
    expect(sequences(segment)).toEqual([1, 3]);
    expect(decodeSpans([segment]).unreadable).toBe(1);
    expect(spansOf(segment)).toHaveLength(2);
  });

  test('with a field of a kind that no tail has', () => {
    const { segment, at } = three();
    segment.bytes[(at + 18) * 4] = 0x4b;
    expect(sequences(segment)).toEqual([1, 3]);
    expect(spansOf(segment)).toHaveLength(2);
  });

  test('with a record too short for a span', () => {
    const [first] = GOOD;
    const records = new Records().record(new Int32Array([0, 2, 3, 0]), new Uint8Array());
    const segment = records.span(first as (typeof GOOD)[0]).segment();
    expect(sequences(segment)).toEqual([1]);
    expect(decodeSpans([segment]).unreadable).toBe(1);
    expect(spansOf(segment)).toHaveLength(1);
    expect(new RecordBatch('traces', [segment], RESOURCE).count).toBe(1);
  });
});

test.each([
  ['longer than its record', 1 << 20],
  ['of less than nothing', -1],
  ['that ends within a field', 5],
])('a log event with a tail %s is left out, and counted, alone', (_, bytes) => {
  const { logs, logAt } = three();
  logs.words[logAt + LogWord.TAIL_BYTES] = bytes;
  const { items, unreadable } = decodeLogs([logs]);
  expect(items.map(({ sequence }) => sequence)).toEqual([1, 3]);
  expect(unreadable).toBe(1);
  expect(logsOf(logs)).toHaveLength(2);
});

test('a level that is none is taken for info', () => {
  const { logs, logAt } = three();
  logs.words[logAt + Word.HEAD] =
    (logs.words[logAt + Word.HEAD] as number) | (7 << Flag.LEVEL_SHIFT);
  expect(decodeLogs([logs]).items[1]?.level).toBe('info');
  expect(logsOf(logs)[1].severityNumber).toBe(9);
});

test.each([0, -8, 4, 1 << 30])('after a record of %i bytes nothing can be found', (length) => {
  const { segment, at } = three();
  segment.words[at] = length;
  expect(sequences(segment)).toEqual([1]);
  expect(decodeSpans([segment]).unreadable).toBe(1);
  expect(spansOf(segment)).toHaveLength(1);
});

test('other segments are not concerned', () => {
  const { segment, at } = three();
  segment.words[at] = 0;
  expect(decodeSpans([segment, three().segment]).items).toHaveLength(4);
});

describe('values without their names', () => {
  // Two values, 1 and true, of the names of a site; then a status with a message.
  const tail = [2, 2, 0x18, 1, 2, 0x10, 1, 0x7a, 6, 0x12, 2, 0x6e, 0x6f, 0x18, 2];
  const header = (tailBytes: number, flags = 0): Int32Array => {
    const words = new Int32Array(18);
    words[Word.HEAD] = 2 | (2 << Flag.STATUS_SHIFT) | Flag.TAIL | Flag.NAMED | flags;
    words[Word.SITE] = SITE.id;
    words[Word.TRACE] = words[Word.SPAN] = 1;
    words[SpanWord.TAIL_BYTES] = tailBytes;
    return words;
  };
  const records = new Records().record(
    header(tail.length, Flag.STATUS_IN_TAIL),
    Uint8Array.from(tail),
  );
  const named = { ...SITE, names: ['a', 'b'] };

  test('are named by their site', () => {
    const segment = records.segment(sourceOf([named]));
    expect(decodeSpans([segment]).items[0]?.fields).toEqual({ a: 1, b: true });
    expect(spansOf(segment)[0].status).toEqual({ code: 2, message: 'no' });
  });

  test('of a site that nobody told of are left out and counted; the span is whole', () => {
    const segment = records.segment(sourceOf([]));
    const { items, unreadable } = decodeSpans([segment]);
    expect(items[0]).toMatchObject({
      name: '(unknown)',
      status: 'error',
      fields: {},
      droppedFields: 2,
    });
    expect(unreadable).toBe(0);
    expect(spansOf(segment)).toMatchObject([
      { name: '(unknown)', status: { code: 2 }, droppedAttributesCount: 2 },
    ]);
  });

  test.each(tail.slice(0, 6).map((_, i) => i))(
    'that end after %i bytes spoil one span',
    (bytes) => {
      const segment = new Records()
        .record(header(bytes), Uint8Array.from(tail.slice(0, bytes)))
        .span(spanData())
        .segment(sourceOf([named]));
      segment.words[SpanWord.TAIL_BYTES] = bytes;
      expect(spansOf(segment).map(({ name }) => name)).toEqual(['Cart.total']);
      expect(decodeSpans([segment])).toMatchObject({
        items: [spanData({ site: named })],
        unreadable: 1,
      });
    },
  );

  test.each([
    ['none', []],
    ['one that is longer than the memory', [1, 100, 0, 0, 0, 0, 0, 0]],
    ['one whose length is cut short', [1, 0xff]],
  ])('at the end of all records, %s, spoil one span', (_, bytes) => {
    const segment = new Records()
      .span(spanData())
      .record(header(bytes.length), Uint8Array.from(bytes))
      .segment(sourceOf([named]));
    expect(spansOf(segment)).toHaveLength(1);
    expect(decodeSpans([segment])).toMatchObject({ items: [{ sequence: 0 }], unreadable: 1 });
  });

  test('may end with the last byte of all records', () => {
    const bytes = [1, 6, 0x0a, 4, 0x61, 0x62, 0x63, 0x64];
    const segment = new Records()
      .record(header(8), Uint8Array.from(bytes))
      .segment(sourceOf([{ ...SITE, names: ['a'] }]));
    expect(fieldsOf(spansOf(segment)[0].attributes)['a']).toBe('abcd');
  });

  test('may have names that are much longer', () => {
    const names = Array.from({ length: 40 }, (_, i) => `${i} ${'n'.repeat(2000)}`);
    const bytes = Uint8Array.from([40, ...names.flatMap(() => [2, 0x18, 1])]);
    const segment = new Records()
      .record(header(bytes.length), bytes)
      .segment(sourceOf([{ ...SITE, names }]));
    const fields = fieldsOf(spansOf(segment)[0].attributes);
    expect(fields).toMatchObject(Object.fromEntries(names.map((name) => [name, 1])));
  });
});

test('whatever bytes are wrong, nothing is thrown, and what comes before is told', () => {
  const random = new Random(20_251_124);
  for (let i = 0; i < 3000; i++) {
    const { segment, logs, at } = three();
    for (const { bytes } of [segment, logs]) {
      for (let k = random.below(4); k >= 0; k--) {
        bytes[at * 4 + random.below(bytes.length - at * 4)] = random.below(256);
      }
    }
    expect(sequences(segment)[0]).toBe(1);
    encodeTraces([segment], RESOURCE);
    expect(decodeLogs([logs]).items.length).toBeLessThanOrEqual(3);
    encodeLogs([logs], RESOURCE);
  }
});
