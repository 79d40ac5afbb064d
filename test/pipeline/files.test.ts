import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { event, log, logger, SpanFnError, span, start } from 'spanfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/base/value.ts';
import { drawAsync, drawThreads, readTrace } from '../exporters/trace-viewer.ts';
import { VALUES } from '../wire/values.ts';

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

type Row = Record<string, unknown>;

async function sql(query: string): Promise<Row[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (await connection.runAndReadAll(query)).getRowObjects();
  connection.closeSync();
  return rows;
}

describe('the log events of a program', () => {
  /** Text that is longer than the bound is another matter. */
  const kept = VALUES.filter(([name]) => !name.includes('long text'));

  test('are rows of Parquet and lines of OTLP that DuckDB joins to their spans', async () => {
    const path = join(folder, 'telemetry.jsonl');
    const handle = start({
      exporters: [
        { type: 'parquet', path: folder },
        { type: 'file', path },
      ],
      filter: 'trace',
    });
    const begin = BigInt(Date.now()) * 1_000_000n;
    log.info('outside');
    span('request', () => {
      logger('db').warn('slow', { ms: 12.5, rows: [1, 2] });
      span('load', () => log.error(new TypeError('no such order'), 'cannot store'));
      event('user.login', { user: 'ann' }, { level: 'debug' });
    });
    await handle.stop();
    const rows = await sql(`
      select body, event_name, level, l.target, s.name as span, l.attributes->>'$.ms' as ms,
        l.attributes->'$.rows' as rows, l.attributes->>'$."exception.type"' as type,
        epoch_ns(time) between ${begin} and ${begin + 60_000_000_000n} as in_time, l.process_id
      from '${folder}/logs-*.parquet' l
      left join '${folder}/spans-*.parquet' s on s.span_id = l.span_id and s.trace_id = l.trace_id
      order by l.logical_clock`);
    const none = { target: '', event_name: null, ms: null, rows: null, type: null };
    const common = { ...none, in_time: true, process_id: BigInt(process.pid) };
    expect(rows).toEqual([
      { ...common, body: 'outside', level: 'info', span: null },
      {
        ...common,
        ...{ body: 'slow', level: 'warn', span: 'request' },
        ...{ target: 'db', ms: '12.5', rows: '[1,2]' },
      },
      { ...common, body: 'cannot store', level: 'error', span: 'load', type: 'TypeError' },
      { ...common, body: null, event_name: 'user.login', level: 'debug', span: 'request' },
    ]);
    const records = await sql(`
      with records as (
        select unnest(from_json(line.resourceLogs[1].scopeLogs[1].logRecords, '["json"]')) as record
        from read_json('${path}', columns = { resourceLogs:
          'struct(scopeLogs struct(logRecords json)[])[]' }) as line
        where line.resourceLogs is not null
      )
      select record->>'$.body.stringValue' as body, record->>'$.eventName' as event_name,
        (record->>'$.severityNumber')::int as severity, (record->>'$.timeUnixNano')::bigint as time
      from records order by time`);
    expect(records.map(({ body, event_name, severity }) => [body, event_name, severity])).toEqual([
      ['outside', null, 9],
      ['slow', null, 13],
      ['cannot store', null, 17],
      [null, 'user.login', 5],
    ]);
  });

  test('come back with every kind of value', async () => {
    const handle = start({ exporters: [{ type: 'parquet', path: folder }] });
    for (const [name, value] of kept) event(name, { value }, { body: value });
    await handle.stop();
    // As hex, since the client takes a mark of byte order off a text.
    const rows = await sql(`select event_name, hex(body) as body, attributes->'$.value' as value
      from '${folder}/logs-*.parquet' order by logical_clock`);
    expect(rows).toHaveLength(kept.length);
    for (const [i, [name, value]] of kept.entries()) {
      const row = rows[i] as { event_name: string; body: string | null; value: string };
      expect(row.event_name).toBe(name);
      expect(exact(row.value), name).toEqual(expectedIn(value));
      const body = row.body === null ? 'null' : Buffer.from(row.body, 'hex').toString();
      if (typeof value === 'string') expect(body).toBe(value);
      else expect(exact(body), name).toEqual(expectedIn(value));
    }
  });
});

/** Parses JSON, but keeps numbers that a double would change as what they are written like. */
function exact(json: string): unknown {
  const quoted = json.replace(/(?<![\w".])-?\d{16,}(?![\w".])/g, (digits) => `"${digits}"`);
  return JSON.parse(quoted);
}

/** What a value is in columns of JSON: bytes are base64, odd numbers and long ones texts. */
function expectedIn(value: FieldValue): unknown {
  if (typeof value === 'number') {
    const isOdd = !Number.isFinite(value) || /^-?\d{16,}$/.test(String(value));
    return isOdd ? String(value) : value;
  }
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(expectedIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expectedIn(one)]));
}

test('a folder that cannot be is known at the end, and an unknown option at the start', async () => {
  const options = { type: 'parquet', path: folder, rows: 1 } as never;
  expect(() => start({ exporters: [options] })).toThrow(SpanFnError);
  const handle = start({ exporters: [{ type: 'chrome', path: folder }] });
  span('lost', () => {});
  await handle.stop();
  expect(handle.stats()).toMatchObject({ 'chrome.spansRefused': 1 });
});
