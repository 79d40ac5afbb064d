import { type FieldValue, span, spanFn, withContext } from 'spanfn';
import { describe, expect, test } from 'vitest';
import { wallAnchor } from '../../src/base/clock.ts';
import { Dispatch } from '../../src/dispatch/dispatch.ts';
import { addScoped, removeScoped } from '../../src/dispatch/installed.ts';
import { Frame, runInFrame } from '../../src/frame/frame.ts';
import { Gatherer } from '../../src/pipeline/sidecar/gather.ts';
import { EmittingThread } from '../../src/pipeline/sidecar/threads.ts';
import { Counter } from '../../src/wire/counters.ts';
import { decodeSpans } from '../../src/wire/otlp/decode.ts';
import { tracesJson } from '../../src/wire/otlp/json.ts';
import { encodeTraces } from '../../src/wire/otlp/traces.ts';
import { RecordWriter } from '../../src/wire/record-writer.ts';
import { ringBytes } from '../../src/wire/ring.ts';
import type { Segment } from '../../src/wire/source.ts';
import { SpanWriter } from '../../src/wire/span-writer.ts';
import type { SpanData } from '../../src/wire/telemetry.ts';
import { decodeMessage, fieldsOf, type Message } from './otlp-messages.ts';

interface Recorded {
  readonly segments: Segment[];
  readonly spans: SpanData[];
  /** As a receiver sees them, by the official definitions. */
  readonly received: Message[];
  readonly records: RecordWriter;
}

/** Runs `program`, and reads what it left in a ring of so many bytes. */
function recorded(program: () => void, bytes = 1 << 20): Recorded {
  const ring = new SharedArrayBuffer(ringBytes(bytes));
  const records = new RecordWriter(ring);
  const dispatch = new Dispatch({}, { sink: new SpanWriter(records) });
  addScoped(dispatch);
  runInFrame(new Frame(null, null, dispatch, false), program);
  removeScoped(dispatch);
  const thread = new EmittingThread({ ring, threadId: 7, wallAnchor });
  const gatherer = new Gatherer();
  while (thread.drain(100, (run) => gatherer.add(thread, run)) > 0);
  const segments = gatherer.take();
  const body = encodeTraces(segments, { attributes: { 'service.name': 'shop' } });
  const message = decodeMessage('ExportTraceServiceRequest', body);
  const received = message.resourceSpans[0].scopeSpans[0].spans ?? [];
  return { segments, spans: decodeSpans(segments).items, received, records };
}

/** What every field may hold. */
const VALUES: readonly [string, FieldValue][] = [
  ['text', 'text'],
  ['no text', ''],
  ['long text', 'x'.repeat(4096)],
  ['text of two bytes', 'ö'.repeat(100)],
  ['text of three bytes', '→'.repeat(4096)],
  ['text of four bytes', '🙂🙂'],
  ['text of 127 bytes', 'a'.repeat(127)],
  ['text of 128 bytes', 'a'.repeat(128)],
  ...[0, 1, -1, 127, 128, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, -(2 ** 53 - 1)].map(
    (value): [string, FieldValue] => [`${value}`, value],
  ),
  ...[0.1, -0, 1e300, 2 ** 53 + 2, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE].map(
    (value): [string, FieldValue] => [Object.is(value, -0) ? '-0' : `${value}`, value],
  ),
  ['the largest int64', 2n ** 63n - 1n],
  ['the smallest int64', -(2n ** 63n)],
  ['true', true],
  ['false', false],
  ['null', null],
  ['bytes', new Uint8Array([0, 1, 255])],
  ['no bytes', new Uint8Array()],
  ['a list', [1, 'two', [3.5, null, []]]],
  ['an object', { a: 1, b: { c: [true, {}] } }],
];

describe('a field that holds', () => {
  test.each(VALUES)('%s comes out as it went in', (_, value) => {
    const { spans, received } = recorded(() => {
      span('by name', { fields: { field: value } }, () => {});
      spanFn({ name: 'by position', args: ['field'] }, (_value: unknown) => {})(value);
      withContext({ field: value }, () => span('by context', () => {}));
    });
    expect(spans.map(({ name }) => name)).toEqual(['by name', 'by position', 'by context']);
    for (const { fields } of spans) expect(fields).toEqual({ field: value });
    for (const { attributes } of received) {
      expect(fieldsOf(attributes)).toMatchObject({ field: value });
    }
  });
});

test('all fields of a span are told, of one name the nearest', () => {
  const { spans, received } = recorded(() =>
    withContext({ user: 'ann', a: 'context' }, () => {
      const traced = spanFn({ name: 'f', args: ['a', null, 'c'] }, (..._args: unknown[]) => {});
      traced(1, 2, 3, 4);
      traced();
      span('set', (current) => current.set('a', 'own').set({ b: 2 }));
    }),
  );
  const expected = [
    { a: 1, c: 3, user: 'ann' },
    { user: 'ann', a: 'context' },
    { a: 'own', b: 2, user: 'ann' },
  ];
  expect(spans.map(({ fields }) => fields)).toEqual(expected);
  for (const [i, { attributes }] of received.entries()) {
    const fields = Object.entries(fieldsOf(attributes)).filter(([key]) => !/[.]/.test(key));
    expect(Object.fromEntries(fields)).toEqual(expected[i]);
  }
});

test('parents, times and ids agree in all forms', () => {
  const { spans, received, segments } = recorded(() =>
    span('outer', () => {
      span('inner', () => {});
      span('remote', { parent: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) } }, () => {});
    }),
  );
  const [inner, remote, outer] = spans as [SpanData, SpanData, SpanData];
  expect(inner).toMatchObject({ traceId: outer.traceId, parentSpanId: outer.spanId, threadId: 7 });
  expect(outer.parentSpanId).toBeUndefined();
  expect(remote).toMatchObject({
    remoteParent: true,
    parentSpanId: 'cd'.repeat(8),
    traceId: 'ab'.repeat(16),
  });
  expect(spans.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  expect(outer.endTime - outer.startTime).toBeGreaterThan(inner.endTime - inner.startTime);
  expect(inner.startTime).toBeGreaterThanOrEqual(outer.startTime);
  const json = JSON.parse(tracesJson(spans, { attributes: {} })).resourceSpans[0].scopeSpans[0]
    .spans;
  for (const [i, one] of received.entries()) {
    const data = spans[i] as SpanData;
    expect(one).toMatchObject({
      name: data.name,
      traceId: data.traceId,
      spanId: data.spanId,
      kind: 1,
    });
    expect(one.startTimeUnixNano).toBe(String(data.startTime));
    expect(one.endTimeUnixNano).toBe(String(data.endTime));
    expect(one.flags).toBe(json[i].flags);
    expect(fieldsOf(one.attributes)).toEqual(
      fieldsOf(json[i].attributes.map(({ key, value }: Message) => ({ key, value }))),
    );
  }
  expect(segments).toHaveLength(1);
});

describe('a failure', () => {
  test('is a status with a message, and an event', () => {
    const { spans, received } = recorded(() => {
      expect(() =>
        span('fails', () => {
          throw new RangeError('too far');
        }),
      ).toThrow('too far');
      expect(() =>
        span('fails with nothing', () => {
          throw undefined;
        }),
      ).toThrow();
    });
    const [fails, nothing] = spans as [SpanData, SpanData];
    expect(fails).toMatchObject({ status: 'error', statusMessage: 'too far' });
    expect(fails.fields).toEqual({ 'error.type': 'RangeError' });
    expect(fails.events).toMatchObject([
      {
        name: 'exception',
        time: fails.endTime,
        fields: {
          'exception.type': 'RangeError',
          'exception.message': 'too far',
          'exception.stacktrace': expect.stringContaining('span-records.test.ts'),
        },
      },
    ]);
    expect(received[0].status).toEqual({ code: 2, message: 'too far' });
    expect(nothing).toMatchObject({ status: 'error', statusMessage: 'undefined' });
    expect(received[1].status).toMatchObject({ code: 2 });
  });

  test('that passes through several spans tells its stack once', () => {
    const { spans } = recorded(() => {
      expect(() =>
        span('outer', () =>
          span('inner', () => {
            throw new Error('no');
          }),
        ),
      ).toThrow('no');
    });
    const stacks = spans.map(({ events }) => 'exception.stacktrace' in events[0]!.fields);
    expect(stacks).toEqual([true, false]);
  });
});

test('links and what a program says of the outcome are told', () => {
  const to = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
  const { spans, received } = recorded(() => {
    span('ok', (current) =>
      current
        .ok()
        .link({ ...to, fields: { why: 'retry' } })
        .link(to),
    );
  });
  expect(spans[0]!.links).toEqual([{ ...to, fields: { why: 'retry' } }, to]);
  expect(spans[0]!.status).toBe('ok');
  expect(received[0].status).toEqual({ code: 1 });
  expect(received[0].links).toMatchObject([to, to]);
});

describe('what has no room', () => {
  test('of one span is left out and counted; the span is told', () => {
    const { spans, received, records } = recorded(() => {
      const fields = Object.fromEntries(
        Array.from({ length: 100 }, (_, i) => [`field${i}`, 'x'.repeat(4000)]),
      );
      span('large', { fields }, () => {});
    });
    const [{ fields, droppedFields }] = spans as [SpanData];
    expect(Object.keys(fields).length).toBeGreaterThan(5);
    expect(Object.keys(fields).length + droppedFields).toBeGreaterThanOrEqual(64);
    expect(received[0].droppedAttributesCount).toBe(droppedFields);
    expect(records.counters.get(Counter.CUT)).toBe(droppedFields);
  });

  test('in the ring is dropped and counted, span by span', () => {
    const { spans, records } = recorded(() => {
      for (let i = 0; i < 1000; i++) span('many', () => {});
    }, 8192);
    const { counters } = records;
    expect(counters.get(Counter.SPANS_WRITTEN)).toBe(spans.length);
    expect(counters.get(Counter.SPANS_RING_FULL)).toBe(1000 - spans.length);
    expect(spans.length).toBeGreaterThan(100);
  });
});

test('names made of data leave nothing behind', () => {
  const { spans } = recorded(() => {
    for (let i = 0; i < 6000; i++) span(`name ${i}`, () => {});
  }, 1 << 23);
  expect(new Set(spans.map(({ name }) => name)).size).toBe(6000);
});
