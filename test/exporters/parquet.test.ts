import { watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SpanFnError } from '../../src/base/errors.ts';
import { rawLog } from '../../src/base/raw-log.ts';
import type { Exporter } from '../../src/pipeline/exporters/exporter.ts';
import {
  checkParquetOptions,
  type ParquetOptions,
  parquetExporter,
} from '../../src/pipeline/exporters/parquet.ts';
import type { SpanData } from '../../src/wire/telemetry.ts';
import { logBatch, logData, ODD_FIELDS, SIGNAL, spanBatch, spanData, T0 } from './telemetry.ts';

vi.mock('../../src/base/raw-log.ts', { spy: true });
vi.mocked(rawLog).mockImplementation(() => {});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-parquet-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const make = (options: Partial<ParquetOptions> = {}): Promise<Exporter> =>
  parquetExporter({ type: 'parquet', path: folder, ...options });

const files = async (): Promise<string[]> => (await readdir(folder)).sort();

type Row = Record<string, unknown>;

async function sql(query: string): Promise<Row[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (await connection.runAndReadAll(query)).getRowObjects();
  connection.closeSync();
  return rows;
}

const spansIn = (what = '*', rest = ''): Promise<Row[]> =>
  sql(`select ${what} from '${folder}/spans-*.parquet' ${rest}`);

test('a span is a row, with columns that DuckDB knows the types of', async () => {
  const exporter = await make();
  const span = spanData({
    kind: 'async',
    parentSpanId: 'b'.repeat(16),
    endTime: T0 + 123_456_789_012n,
    status: 'error',
    statusMessage: 'no stock',
    fields: { rows: 3 },
    droppedFields: 2,
    events: [{ name: 'exception', time: T0 + 5n, fields: { type: 'Error' } }],
    links: [{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), fields: { why: 'batch' } }],
    threadId: 7,
    sequence: 2 ** 32 - 1,
  });
  await exporter.export(spanBatch([span]), SIGNAL);
  await exporter.close?.();
  const types = await sql(`describe select * from '${folder}/spans-*.parquet'`);
  expect(types.map(({ column_name, column_type }) => `${column_name} ${column_type}`)).toEqual([
    'trace_id VARCHAR',
    'span_id VARCHAR',
    'parent_span_id VARCHAR',
    'name VARCHAR',
    'kind VARCHAR',
    'start_time TIMESTAMP_NS',
    'end_time TIMESTAMP_NS',
    'duration_ns BIGINT',
    'status_code VARCHAR',
    'status_message VARCHAR',
    'attributes JSON',
    'events JSON',
    'links JSON',
    'target VARCHAR',
    'file VARCHAR',
    'line BIGINT',
    'thread_id BIGINT',
    'process_id BIGINT',
    'logical_clock BIGINT',
    'dropped_attributes BIGINT',
    'resource JSON',
  ]);
  expect(
    await spansIn(`* replace (epoch_ns(start_time) as start_time,
    epoch_ns(end_time) as end_time), attributes->>'rows' as n`),
  ).toEqual([
    {
      trace_id: span.traceId,
      span_id: span.spanId,
      parent_span_id: 'b'.repeat(16),
      name: 'Cart.total',
      kind: 'async',
      start_time: T0,
      end_time: T0 + 123_456_789_012n,
      duration_ns: 123_456_789_012n,
      status_code: 'error',
      status_message: 'no stock',
      attributes: '{"rows":3}',
      events: `[{"name":"exception","time_unix_ns":${T0 + 5n},"fields":{"type":"Error"}}]`,
      links: `[{"trace_id":"${'c'.repeat(32)}","span_id":"${'d'.repeat(16)}","fields":{"why":"batch"}}]`,
      target: 'src/cart.ts',
      file: '/app/src/cart.ts',
      line: 12n,
      thread_id: 7n,
      process_id: 4711n,
      logical_clock: 4294967295n,
      dropped_attributes: 2n,
      resource: '{"service.name":"shop","process.pid":4711}',
      n: '3',
    },
  ]);
});

test('a log event is a row of the other table', async () => {
  const exporter = await make();
  const plain = logData();
  const rich = logData({
    level: 'fatal',
    eventName: 'shop.closed',
    body: { why: ['fire'] },
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    fields: { rows: 1 },
  });
  await exporter.export(logBatch([plain, rich, logData({ body: null })]), SIGNAL);
  await exporter.close?.();
  const rows = await sql(`select epoch_ns(time) as time, level, level_rank, event_name, body,
    trace_id, span_id, attributes, target, file, line from '${folder}/logs-*.parquet'`);
  const place = { target: 'app.orders', file: null, line: null };
  const none = { event_name: null, trace_id: null, span_id: null, attributes: '{}' };
  expect(rows).toEqual([
    { time: T0, level: 'warn', level_rank: 3n, body: 'stock is low', ...none, ...place },
    {
      time: T0,
      level: 'fatal',
      level_rank: 5n,
      event_name: 'shop.closed',
      body: '{"why":["fire"]}',
      trace_id: rich.traceId,
      span_id: rich.spanId,
      attributes: '{"rows":1}',
      ...place,
    },
    { time: T0, level: 'warn', level_rank: 3n, body: null, ...none, ...place },
  ]);
  expect((await files()).filter((name) => name.startsWith('spans'))).toEqual([]);
});

test('every kind of value comes back', async () => {
  const exporter = await make();
  const name = 'naïve\u0000\ud800 🛒';
  await exporter.export(spanBatch([spanData({ name, fields: ODD_FIELDS })]), SIGNAL);
  await exporter.close?.();
  const [row] = await spansIn(`name, attributes, json_keys(attributes) as keys,
    (attributes->>'$.most')::bigint as most, (attributes->>'$.least')::bigint as least,
    (attributes->>'$.minusZero')::double as minus_zero, (attributes->>'$.huge')::double as huge,
    attributes->>'$.text' as text, attributes->>'$.bytes' as bytes, attributes->'$.list' as list,
    (attributes->>'$.nan')::double as nan, attributes->>'$.lone' as lone`);
  expect((row?.keys as { items: string[] } | undefined)?.items).toEqual(Object.keys(ODD_FIELDS));
  expect(row).toMatchObject({
    name: name.toWellFormed(),
    most: 2n ** 63n - 1n,
    least: -(2n ** 63n),
    minus_zero: -0,
    huge: 1e300,
    text: ODD_FIELDS.text,
    bytes: 'AAH+/w==',
    list: '[1,"two",[3],{"four":null}]',
    nan: Number.NaN,
    lone: 'x\ufffdy',
  });
  const parsed = JSON.parse(row?.attributes as string);
  expect(Object.getOwnPropertyDescriptor(parsed, '__proto__')?.value).toEqual({ polluted: true });
  expect(parsed).toMatchObject({ nul: 'a\u0000b', nothing: null, minusInfinity: '-Infinity' });
});

describe('files', () => {
  const many = (count: number, from = 0): SpanData[] =>
    Array.from({ length: count }, (_, i) =>
      spanData({ sequence: from + i, fields: { text: `${from + i}`.repeat(50) } }),
    );

  test('are parts of a bounded size, of which none is lost and none is torn', async () => {
    const maxBytes = 64 * 1024;
    const exporter = await make({ maxBytes });
    for (let from = 0; from < 20_000; from += 100) {
      await exporter.export(spanBatch(many(100, from)), SIGNAL);
    }
    await exporter.close?.();
    const rows = await spansIn('logical_clock as n', 'order by n');
    expect(rows.map(({ n }) => Number(n))).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
    const names = await files();
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      expect(name).toMatch(/^spans-\d{8}T\d{6}Z-[0-9a-f]{8}-\d+\.parquet$/);
      const { length } = await readFile(join(folder, name));
      expect(length).toBeLessThan(maxBytes * 2);
    }
  });

  test('take batches that are larger than a group of rows', async () => {
    const exporter = await make();
    await exporter.export(spanBatch(many(20_001)), SIGNAL);
    await exporter.close?.();
    expect(await spansIn('count(*) as n, sum(logical_clock) as sum')).toMatchObject([
      { n: 20_001n, sum: (20_001n * 20_000n) / 2n },
    ]);
    expect(await files()).toHaveLength(1);
  });

  test('are written at a flush, and after a while', async () => {
    vi.useFakeTimers();
    const exporter = await make({ interval: 5000 });
    await exporter.export(spanBatch(many(1)), SIGNAL);
    vi.advanceTimersByTime(4000);
    await exporter.export(spanBatch(many(1)), SIGNAL);
    expect(await files()).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(await files()).toHaveLength(1);
    await exporter.export(spanBatch(many(1)), SIGNAL);
    await exporter.flush?.();
    await exporter.flush?.();
    vi.advanceTimersByTime(60_000);
    expect(await files()).toHaveLength(2);
    await exporter.close?.();
    expect(await spansIn('count(*) as n')).toEqual([{ n: 3n }]);
  });

  test('that cannot be written are tried again, and hold up what comes later', async () => {
    const path = join(folder, 'deep/down');
    const exporter = await make({ path, maxBytes: 1 });
    await writeFile(join(folder, 'deep'), 'in the way');
    await exporter.export(spanBatch(many(1)), SIGNAL);
    const again = (): unknown => exporter.export(spanBatch(many(1, 1)), SIGNAL);
    expect(again).toThrow(/ENOTDIR|EEXIST/);
    expect(again).toThrow(/ENOTDIR|EEXIST/);
    expect(() => exporter.flush?.()).toThrow(/ENOTDIR|EEXIST/);
    await rm(join(folder, 'deep'));
    again();
    await exporter.close?.();
    const rows = await sql(`select logical_clock as n from '${path}/*.parquet' order by n`);
    expect(rows).toEqual([{ n: 0n }, { n: 1n }]);
    expect(await readdir(path)).toHaveLength(2);
  });

  test.runIf(process.platform === 'linux')('are never there by halves', async () => {
    const seen: string[] = [];
    const watcher = watch(folder, (event, name) => seen.push(`${event} ${extname(name ?? '')}`));
    const exporter = await make();
    await exporter.export(spanBatch(many(10)), SIGNAL);
    await exporter.close?.();
    await vi.waitUntil(() => seen.includes('rename .parquet'));
    watcher.close();
    expect(seen).toContain('change .tmp');
    expect(seen).not.toContain('change .parquet');
  });

  test('that can never be written are said to be lost', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const exporter = await make({ path });
    await exporter.export(spanBatch(many(3)), SIGNAL);
    await exporter.close?.();
    expect(rawLog).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('3 rows could not be written'),
    );
  });
});

test('without the library, start says what to install', async () => {
  const missing = Object.assign(new Error("Cannot find package 'hyparquet-writer'"), {});
  const made = parquetExporter({ type: 'parquet', path: folder }, () => Promise.reject(missing));
  const error = await made.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(SpanFnError);
  expect(error).toMatchObject({
    code: 'SPANFN_BAD_EXPORTER',
    message: expect.stringMatching(/Cannot find package.*npm install hyparquet-writer/),
  });
});

test.each([
  [{}, 'path'],
  [{ path: '' }, 'path'],
  [{ path: 'a\0b' }, 'path'],
  [{ path: 'x', maxBytes: 0 }, 'maxBytes'],
  [{ path: 'x', interval: Number.NaN }, 'interval'],
  [{ path: 'x', rows: 1 }, 'no such option'],
])('options that cannot be: %j', (options, message) => {
  expect(() => checkParquetOptions({ type: 'parquet', ...options })).toThrow(message);
});
