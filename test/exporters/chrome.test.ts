import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ChromeOptions,
  checkChromeOptions,
  chromeExporter,
} from '../../src/pipeline/exporters/chrome.ts';
import type { Exporter } from '../../src/pipeline/exporters/exporter.ts';
import type { SpanData } from '../../src/wire/telemetry.ts';
import { Random } from '../fuzz/generate/random.ts';
import { logBatch, logData, ODD_FIELDS, SIGNAL, spanBatch, spanData } from './telemetry.ts';
import { drawAsync, drawThreads, readTrace, type TraceEvent } from './trace-viewer.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-chrome-'));
  path = join(folder, 'trace.json');
});
afterEach(() => rm(folder, { recursive: true }));

const make = (options: Partial<ChromeOptions> = {}): Exporter =>
  chromeExporter({ type: 'chrome', path, ...options });

/** Unix time in ns; the exporter counts from the start of the process. */
const START = BigInt(Date.now()) * 1_000_000n;

/** A span from and to so many nanoseconds, with what it is below. */
function timed(
  from: number,
  to: number,
  above?: SpanData,
  parts: Partial<SpanData> = {},
): SpanData {
  return spanData({
    name: `${from}-${to}`,
    startTime: START + BigInt(from),
    endTime: START + BigInt(to),
    parentSpanId: above?.spanId,
    ...parts,
  });
}

async function written(...batches: SpanData[][]): Promise<TraceEvent[]> {
  const exporter = make();
  for (const spans of batches) await exporter.export(spanBatch(spans), SIGNAL);
  await exporter.close?.();
  return readTrace(path);
}

const ASYNC = { kind: 'async' } as const;

test('a sync span is a complete event of its thread, to the nanosecond', async () => {
  const root = timed(0, 10_001, undefined, { threadId: 3, fields: { rows: 1 } });
  const child = timed(1, 10_000, root, { threadId: 3, status: 'error', statusMessage: 'no' });
  const events = await written([child, root]);
  expect(drawThreads(events)).toEqual(
    new Map([
      [root.spanId, undefined],
      [child.spanId, root.spanId],
    ]),
  );
  const [processName, threadName, first, second] = events as [
    TraceEvent,
    TraceEvent,
    TraceEvent,
    TraceEvent,
  ];
  const { pid } = process;
  expect(processName).toMatchObject({ ph: 'M', name: 'process_name', args: { name: 'shop' } });
  expect(threadName).toEqual({
    ph: 'M',
    name: 'thread_name',
    pid,
    tid: pid + 3,
    args: { name: 'worker 3' },
  });
  expect(second).toEqual({
    ph: 'X',
    cat: 'span',
    name: '0-10001',
    pid,
    tid: pid + 3,
    ts: expect.any(Number),
    dur: 10.001,
    args: {
      trace_id: root.traceId,
      span_id: root.spanId,
      sequence: root.sequence,
      'code.function.name': 'Cart.total',
      'spanfn.target': 'src/cart.ts',
      'code.file.path': '/app/src/cart.ts',
      'code.line.number': 12,
      'code.column.number': 3,
      rows: 1,
    },
  });
  expect(first).toMatchObject({
    cname: 'terrible',
    args: { status: 'error', status_message: 'no', parent_span_id: root.spanId },
  });
  expect(Math.round((first.ts - second.ts) * 1000)).toBe(1);
  expect(second.ts).toBeGreaterThan(0);
  expect(second.ts).toBeLessThan((process.uptime() + 60) * 1e6);
});

describe('async spans', () => {
  test('in sequence are drawn as the tree that they are', async () => {
    const root = timed(0, 100, undefined, ASYNC);
    const first = timed(10, 40, root, ASYNC);
    const inner = timed(20, 30, first, ASYNC);
    const second = timed(41, 90, root, ASYNC);
    const events = await written([inner, first], [second, root]);
    expect(drawAsync(events)).toEqual(
      new Map([
        [root.spanId, undefined],
        [first.spanId, root.spanId],
        [inner.spanId, first.spanId],
        [second.spanId, root.spanId],
      ]),
    );
    expect(new Set(events.flatMap(({ id2 }) => id2?.local ?? []))).toEqual(new Set(['0x1']));
  });

  test('through a sync span between them', async () => {
    const root = timed(0, 100, undefined, ASYNC);
    const sync = timed(5, 10, root);
    const child = timed(6, 50, sync, ASYNC);
    const events = await written([sync, child, root]);
    expect(drawAsync(events).get(child.spanId)).toBe(root.spanId);
  });

  test('at once do not seem to be below each other', async () => {
    const root = timed(0, 100, undefined, ASYNC);
    const long = timed(10, 90, root, ASYNC);
    const within = timed(20, 30, root, ASYNC);
    const across = timed(25, 95, root, ASYNC);
    const asLong = timed(10, 90, root, ASYNC);
    const drawn = drawAsync(await written([within, long, asLong, across, root]));
    for (const span of [long, within, across, asLong]) {
      expect([root.spanId, undefined]).toContain(drawn.get(span.spanId));
    }
    expect(drawn.get(within.spanId)).toBe(root.spanId);
  });

  test('of one parent stay together, so that it is above all that can be', async () => {
    const root = timed(0, 100, undefined, ASYNC);
    const one = timed(1, 90, root, ASYNC);
    const other = timed(4, 30, root, ASYNC);
    const ofOne = timed(2, 10, one, ASYNC);
    const [first, second] = [timed(5, 15, other, ASYNC), timed(20, 25, other, ASYNC)];
    const drawn = drawAsync(await written([ofOne, first, second, other, one, root]));
    expect(drawn.get(first.spanId)).toBe(other.spanId);
    expect(drawn.get(second.spanId)).toBe(other.spanId);
    expect(drawn.get(ofOne.spanId)).toBe(one.spanId);
  });

  test('that outlive their parent, and the root', async () => {
    const root = timed(0, 100, undefined, ASYNC);
    const late = timed(50, 200, root, ASYNC);
    const later = timed(60, 300, late, ASYNC);
    const drawn = drawAsync(await written([root], [late], [later]));
    expect(drawn.size).toBe(3);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'of random trees (%i) are below ancestors only',
    async (seed) => {
      const random = new Random(seed);
      const spans: SpanData[] = [];
      const parents = new Map<string, string | undefined>();
      const grow = (from: number, to: number, above: SpanData | undefined, depth: number): void => {
        const traceId = String(above?.traceId ?? spans.length).padStart(32, '0');
        const span = timed(from, to, above, { ...ASYNC, traceId });
        spans.push(span);
        parents.set(span.spanId, span.parentSpanId);
        for (let i = depth < 5 ? random.below(4) : 0; i > 0; i--) {
          const start = from + random.below(to - from);
          grow(start, start + random.below((to - start) * 1.1), span, depth + 1);
        }
      };
      for (let i = 0; i < 40; i++) grow(i, i + 1000, undefined, 0);
      spans.sort((a, b) => Number(a.endTime - b.endTime));
      const drawn = drawAsync(await written(spans.slice(0, 99), spans.slice(99)));
      expect(drawn.size).toBe(spans.length);
      let below = 0;
      for (const [span, above] of drawn) {
        if (above === undefined) continue;
        below++;
        let ancestor = parents.get(span);
        while (ancestor !== undefined && ancestor !== above) ancestor = parents.get(ancestor);
        expect(ancestor).toBe(above);
      }
      expect(below).toBeGreaterThan(spans.length / 6);
    },
  );
});

test('events of spans and log events are moments', async () => {
  const exporter = make();
  const events = (from: number): SpanData['events'] => [
    { name: 'exception', time: START + BigInt(from), fields: { type: 'E' } },
  ];
  const sync = timed(0, 100, undefined, { events: events(50) });
  const flow = timed(0, 100, undefined, { ...ASYNC, events: events(60) });
  await exporter.export(spanBatch([sync, flow]), SIGNAL);
  const time = START + 70n;
  const named = logData({ time, eventName: 'closed', body: null, fields: { n: 1 } });
  await exporter.export(logBatch([logData({ time, spanId: 'b'.repeat(16) }), named]), SIGNAL);
  await exporter.close?.();
  const trace = await readTrace(path);
  expect(drawAsync(trace).size).toBe(1);
  const moments = trace.filter(({ ph }) => ph === 'i' || ph === 'n');
  expect(moments).toMatchObject([
    { ph: 'i', s: 't', name: 'exception', args: { type: 'E' } },
    { ph: 'n', name: 'exception', args: { type: 'E' } },
    { ph: 'i', s: 't', cat: 'log', name: 'stock is low', args: { span_id: 'b'.repeat(16) } },
    { ph: 'i', s: 't', name: 'closed', args: { level: 'warn', target: 'app.orders', n: 1 } },
  ]);
});

test('every kind of value is an argument', async () => {
  const trace = await written([timed(0, 1, undefined, { name: '\ud800"\n', fields: ODD_FIELDS })]);
  const { args, name } = trace.at(-1) as TraceEvent;
  expect(name).toBe('\ufffd"\n');
  expect(args).toMatchObject({
    minusZero: -0,
    nan: 'NaN',
    bytes: 'AAH+/w==',
    lone: 'x\ufffdy',
    nested: { a: { b: { c: [true] } } },
  });
  expect(Object.getOwnPropertyDescriptor(args, '__proto__')?.value).toEqual({ polluted: true });
  expect(await readFile(path, 'utf8')).toContain(':9223372036854775807,');
});

describe('a file', () => {
  const some = (from: number): SpanData[] => [timed(from, from + 1), timed(from + 2, from + 3)];

  test('can be read at any time', async () => {
    const exporter = make();
    for (let i = 1; i <= 3; i++) {
      await exporter.export(spanBatch(some(i * 10)), SIGNAL);
      expect(await readFile(path, 'utf8')).not.toMatch(/[\],]\s*$/);
      expect(drawThreads(await readTrace(path)).size).toBe(i * 2);
    }
    await exporter.close?.();
    expect(JSON.parse(await readFile(path, 'utf8'))).toHaveLength(2 + 6);
  });

  test('is of one run: that of an earlier one is kept beside it', async () => {
    await written(some(0));
    const killed = make();
    await killed.export(spanBatch(some(0)), SIGNAL);
    await written(some(0), some(10));
    expect((await readdir(folder)).sort()).toEqual(['trace.json', 'trace.json.1', 'trace.json.2']);
    expect(drawThreads(await readTrace(path)).size).toBe(4);
    expect(drawThreads(await readTrace(`${path}.1`)).size).toBe(2);
    expect(JSON.parse(await readFile(`${path}.2`, 'utf8'))).toHaveLength(4);
  });

  test('that is full is ended, and the next one is whole too', async () => {
    const exporter = make({ maxBytes: 4000, maxFiles: 3 });
    for (let i = 0; i < 40; i++) await exporter.export(spanBatch(some(i * 10)), SIGNAL);
    await exporter.close?.();
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['trace.json', 'trace.json.1', 'trace.json.2']);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text.length).toBeLessThanOrEqual(4000);
      const events: TraceEvent[] = JSON.parse(text);
      const named = events.filter(({ ph }) => ph === 'M').map((event) => event.args.name);
      expect(named).toEqual(['shop', 'main']);
      expect(drawThreads(events).size).toBeGreaterThan(3);
    }
  });

  test('that was refused loses nothing of what comes later', async () => {
    path = join(folder, 'deep/trace.json');
    await writeFile(join(folder, 'deep'), 'in the way');
    const exporter = make();
    await expect(exporter.export(spanBatch(some(0)), SIGNAL)).rejects.toThrow(/ENOTDIR|EEXIST/);
    await rm(join(folder, 'deep'));
    await exporter.export(spanBatch(some(0)), SIGNAL);
    await exporter.close?.();
    const events: TraceEvent[] = JSON.parse(await readFile(path, 'utf8'));
    expect(events.map(({ name }) => name).slice(0, 2)).toEqual(['process_name', 'thread_name']);
  });
});

test.each([
  [{}, 'path'],
  [{ path: 'x', maxBytes: -1 }, 'maxBytes'],
  [{ path: 'x', maxFiles: 0 }, 'maxFiles'],
  [{ path: 'x', pretty: true }, 'no such option'],
])('options that cannot be: %j', (options, message) => {
  expect(() => checkChromeOptions({ type: 'chrome', ...options })).toThrow(message);
});
