import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RetryableError } from '../../src/pipeline/exporters/exporter.ts';
import { checkFileOptions, fileExporter } from '../../src/pipeline/exporters/file.ts';
import { batch } from './batch.ts';
import { logBatch, logData, ODD_FIELDS, SIGNAL, spanBatch, spanData } from './telemetry.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes lines one after another. */
async function write(path: string, lines: readonly string[], limits = {}): Promise<void> {
  const exporter = fileExporter({ type: 'file', path, ...limits });
  for (const line of lines) await exporter.export(batch(1, { json: () => line }), SIGNAL);
}

const read = (path: string): Promise<string> => readFile(path, 'utf8');

test('each batch is a line; folders are made; a file that is there goes on', async () => {
  const path = join(folder, 'deep/down/spans.jsonl');
  await write(path, ['{"a":1}', '{"b":2}']);
  await write(path, ['{"c":3}']);
  expect(await read(path)).toBe('{"a":1}\n{"b":2}\n{"c":3}\n');
});

describe('a file that is full', () => {
  test.each([
    [1, 40],
    [2, 40],
    [3, 25],
    [5, 100],
  ])('makes room: %i files of %i bytes', async (maxFiles, maxBytes) => {
    const path = join(folder, 'spans');
    const lines = Array.from(
      { length: 60 },
      (_, i) => `{"line":${i},"pad":"${'x'.repeat(i % 30)}"}`,
    );
    await write(path, lines, { maxFiles, maxBytes });
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['spans', 'spans.1', 'spans.2', 'spans.3', 'spans.4'].slice(0, maxFiles));
    const texts = await Promise.all(names.toReversed().map((name) => read(join(folder, name))));
    const kept = texts.join('').trimEnd().split('\n');
    expect(kept).toEqual(lines.slice(-kept.length));
    for (const text of texts) {
      const isOne = text.trimEnd().split('\n').length === 1;
      expect(isOne || text.length <= maxBytes).toBe(true);
    }
  });
});

test('a line that was cut off, when the process was killed, does not spoil the next one', async () => {
  const path = join(folder, 'spans');
  await writeFile(path, '{"a":1}\n{"b":');
  await write(path, ['{"c":3}', '{"d":4}']);
  expect(await read(path)).toBe('{"a":1}\n{"b":\n{"c":3}\n{"d":4}\n');
});

test('an attempt that is given up leaves nothing behind, and the next one waits for it', async () => {
  const path = join(folder, 'spans');
  const exporter = fileExporter({ type: 'file', path, maxBytes: 1e9 });
  const long = batch(1, { json: () => 'x'.repeat(100_000_000) });
  const short = batch(1, { json: () => '{"short":1}' });
  await exporter.export(short, SIGNAL);
  const timeOut = new AbortController();
  const givenUp = Promise.resolve(exporter.export(long, timeOut.signal));
  await vi.waitUntil(() => statSync(path).size > 100, { interval: 0 });
  timeOut.abort(new Error('time is up'));
  const next = exporter.export(short, SIGNAL);
  await expect(givenUp).rejects.toThrow('time is up');
  await next;
  expect(await read(path)).toBe('{"short":1}\n{"short":1}\n');
});

test('what is no plain file stays where it is', async () => {
  const path = join(folder, 'null');
  await symlink('/dev/null', path);
  await write(path, ['{"a":1}', '{"b":2}'], { maxBytes: 1 });
  expect(await readdir(folder)).toEqual(['null']);
});

test.skipIf(!existsSync('/dev/full'))('a full disk may have room later', async () => {
  const failure = await write('/dev/full', ['{}']).catch((error) => error);
  expect(failure).toBeInstanceOf(RetryableError);
  expect(failure.message).toContain('ENOSPC');
});

test('a path that cannot be is no use to try again', async () => {
  await writeFile(join(folder, 'file'), '');
  const failure = await write(join(folder, 'file/spans'), ['{}']).catch((error) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(RetryableError);
});

test('DuckDB reads the lines', async () => {
  const path = join(folder, 'spans.jsonl');
  const span = (name: string): object => ({ name, startTimeUnixNano: '1700000000000000001' });
  const request = (...names: string[]): string =>
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: names.map(span) }] }] });
  await write(path, [request('a', 'b'), request('→"\n')]);
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(`
    with resources as (select unnest(resourceSpans) as r from read_json('${path}')),
      scopes as (select unnest(r.scopeSpans) as s from resources),
      spans as (select unnest(s.spans) as span from scopes)
    select span.name, span.startTimeUnixNano from spans`);
  expect(result.getRows()).toEqual([
    ['a', '1700000000000000001'],
    ['b', '1700000000000000001'],
    ['→"\n', '1700000000000000001'],
  ]);
});

test('every kind of value is a value for DuckDB', async () => {
  const path = join(folder, 'spans.jsonl');
  const exporter = fileExporter({ type: 'file', path });
  // A record holds UTF-8: what comes out of it has no lone surrogates any more.
  const fields = { ...ODD_FIELDS, lone: (ODD_FIELDS.lone as string).toWellFormed() };
  await exporter.export(spanBatch([spanData({ fields })]), SIGNAL);
  await exporter.export(logBatch([logData({ body: fields })]), SIGNAL);
  const connection = await (await DuckDBInstance.create()).connect();
  const attribute = (key: string, as: string): string => `(list_filter(
    json_extract(line, '$.resourceSpans[0].scopeSpans[0].spans[0].attributes[*]'),
    lambda a: (a->>'key') = '${key}')[1]->'$.value'->>'$.${as}')`;
  const result = await connection.runAndReadAll(`
    with lines as (select content::json as line from (
      select unnest(string_split(trim(content, E'\\n'), E'\\n')) as content
      from read_text('${path}')))
    select ${attribute('text', 'stringValue')}, ${attribute('most', 'intValue')}::bigint,
      ${attribute('least', 'intValue')}::bigint, ${attribute('minusZero', 'doubleValue')}::double,
      ${attribute('nan', 'doubleValue')}::double, hex(from_base64(${attribute('bytes', 'bytesValue')})),
      ${attribute('__proto__', 'kvlistValue.values[0].key')},
      ${attribute('list', 'arrayValue.values[2].arrayValue.values[0].intValue')}
    from lines where (line->'$.resourceSpans') is not null`);
  const [row] = result.getRows();
  expect(row).toEqual([
    ODD_FIELDS.text,
    2n ** 63n - 1n,
    -(2n ** 63n),
    -0,
    Number.NaN,
    '0001FEFF',
    'polluted',
    '3',
  ]);
  const logs = await connection.runAndReadAll(`select count(*) from read_json('${path}')
    where resourceLogs is not null`);
  expect(logs.getRows()).toEqual([[1n]]);
});

test.each([
  [{ path: '' }, 'path'],
  [{}, 'path'],
  [{ path: 'x', maxBytes: 0 }, 'maxBytes'],
  [{ path: 'x', maxFiles: 1.5 }, 'maxFiles'],
  [{ path: 'x', rotate: true }, 'no such option'],
])('options that cannot be: %j', (options, message) => {
  expect(() => checkFileOptions({ type: 'file', ...options })).toThrow(message);
});
