import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { SpanFnError, span, start } from 'spanfn';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawAsync, drawThreads, readTrace } from '../exporters/trace-viewer.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Sync within async within sync, two at once, one that fails. */
async function program(): Promise<void> {
  await span('request', async (own) => {
    own.set('big', 2n ** 60n);
    await span('load', async () => {
      await sleep(2);
      span('parse', () => span('scan', () => {}));
    });
    await Promise.all([span('slow', () => sleep(9)), span('quick', () => sleep(3))]);
    await span('send', () => Promise.reject(new Error('smtp down'))).catch(() => {});
  });
}

test('a program is the same tree in Parquet and for Perfetto', async () => {
  const path = join(folder, 'trace.json');
  const handle = start({
    exporters: [
      { type: 'parquet', path: folder },
      { type: 'chrome', path },
    ],
    resource: { service: 'shop' },
  });
  await program();
  await handle.stop();
  expect(handle.stats()).toMatchObject({ 'parquet.spansExported': 7, 'chrome.spansExported': 7 });
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(`
    select s.name, p.name, s.kind, s.status_code, s.status_message,
      (s.attributes->>'big')::bigint, s.events->>'$[0].name', s.resource->>'$."service.name"',
      s.process_id, s.start_time >= coalesce(p.start_time, s.start_time)
    from '${folder}/spans-*.parquet' s
    left join '${folder}/spans-*.parquet' p on s.parent_span_id = p.span_id
    order by s.start_time`);
  const common = ['shop', BigInt(process.pid), true];
  const row = (name: string, above: string | null, kind: string): unknown[] => [
    ...[name, above, kind, 'unset', null, null, null],
    ...common,
  ];
  expect(result.getRows()).toEqual([
    ['request', null, 'async', 'unset', null, 2n ** 60n, null, ...common],
    row('load', 'request', 'async'),
    row('parse', 'load', 'thread'),
    row('scan', 'parse', 'thread'),
    row('slow', 'request', 'async'),
    row('quick', 'request', 'async'),
    ['send', 'request', 'async', 'error', 'smtp down', null, 'exception', ...common],
  ]);

  const trace = await readTrace(path);
  const names = new Map(trace.map(({ args, name }) => [args?.span_id, name]));
  const named = (drawn: Map<string, string | undefined>): string[] =>
    [...drawn].map(([span, above]) => `${names.get(span)} < ${above && names.get(above)}`).sort();
  expect(named(drawThreads(trace))).toEqual(['parse < undefined', 'scan < parse']);
  expect(named(drawAsync(trace))).toEqual([
    'load < request',
    'quick < request',
    'request < undefined',
    'send < request',
    'slow < undefined',
  ]);
});

test('a folder that cannot be is known at the end, and an unknown option at the start', async () => {
  const options = { type: 'parquet', path: folder, rows: 1 } as never;
  expect(() => start({ exporters: [options] })).toThrow(SpanFnError);
  const handle = start({ exporters: [{ type: 'chrome', path: folder }] });
  span('lost', () => {});
  await handle.stop();
  expect(handle.stats()).toMatchObject({ 'chrome.spansRefused': 1 });
});
