import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../src/pipeline/exporters/exporter.ts';
import { checkFileOptions, fileExporter } from '../../src/pipeline/exporters/file.ts';
import { batch } from './batch.ts';

const SIGNAL = new AbortController().signal;
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

test.each([
  [{ path: '' }, 'path'],
  [{}, 'path'],
  [{ path: 'x', maxBytes: 0 }, 'maxBytes'],
  [{ path: 'x', maxFiles: 1.5 }, 'maxFiles'],
  [{ path: 'x', rotate: true }, 'no such option'],
])('options that cannot be: %j', (options, message) => {
  expect(() => checkFileOptions({ type: 'file', ...options })).toThrow(message);
});
