import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkRetentionOptions } from '../../src/pipeline/retention/options.ts';
import { isoTime } from '../../src/pipeline/retention/readable.ts';
import { RecordHistory, type RecordPage } from '../../src/pipeline/retention/record-history.ts';
import { Retention } from '../../src/pipeline/retention/retention.ts';
import { writeSnapshot } from '../../src/pipeline/retention/write-snapshot.ts';
import { decodeLogs, decodeSpans } from '../../src/wire/otlp/decode.ts';
import { RecordKind } from '../../src/wire/record.ts';
import { Random } from '../fuzz/generate/random.ts';
import { EPOCH, logRecord, segmentOf, siteOf, sourceOf, spanRecord } from './records.ts';

const SITES = [siteOf(1), siteOf(2)];

function spanIds(page: RecordPage): number[] {
  return decodeSpans(page.segments).items.map(({ spanId }) => Number.parseInt(spanId, 16));
}

function spans(from: number, to: number): Int32Array[] {
  return Array.from({ length: to - from + 1 }, (_, i) => spanRecord({ span: from + i }));
}

describe('records that are kept', () => {
  test('are those of one kind, in the order in which they came, as they were', () => {
    const retention = new Retention(checkRetentionOptions({}));
    const fields = { table: 'orders', rows: 2 };
    const records = [
      spanRecord({ span: 1, fields }),
      logRecord({ message: 'one' }),
      spanRecord({ span: 2, status: 2 }),
      logRecord({ message: 'two', level: 'warn' }),
    ];
    const segment = segmentOf(sourceOf(SITES, 7), records);
    retention.keep(segment);
    expect(decodeSpans(retention.spans.all().segments)).toEqual(decodeSpans([segment]));
    expect(decodeLogs(retention.logs.all().segments)).toEqual(decodeLogs([segment]));
    expect(decodeLogs(retention.logs.all().segments).items.map(({ body }) => body)).toEqual([
      'one',
      'two',
    ]);
  });

  test('are copies: the memory that they came in is used again', () => {
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1000 });
    const segment = segmentOf(sourceOf(SITES), spans(1, 2));
    history.keep(segment);
    segment.words.fill(0);
    expect(spanIds(history.all())).toEqual([1, 2]);
  });

  test('are given page by page, each once', () => {
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1e6 });
    history.keep(segmentOf(sourceOf(SITES, 1), spans(1, 3)));
    history.keep(segmentOf(sourceOf(SITES, 2), spans(4, 7)));
    const first = history.after(0, 5);
    expect([spanIds(first), first.next, first.dropped, first.count]).toEqual([
      [1, 2, 3, 4, 5],
      5,
      0,
      5,
    ]);
    const second = history.after(first.next, 5);
    expect([spanIds(second), second.next, second.dropped]).toEqual([[6, 7], 7, 0]);
    const none = history.after(second.next, 5);
    expect([none.segments, none.count, none.next, none.dropped]).toEqual([[], 0, 7, 0]);
    expect(first.segments.map(({ source }) => source.threadId)).toEqual([1, 2]);
  });

  test('say how many were evicted between the cursor and the first that is there', () => {
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1e6, maxItems: 3 });
    history.keep(segmentOf(sourceOf(SITES), spans(1, 10)));
    const page = history.after(2, 100);
    expect([spanIds(page), page.next, page.dropped]).toEqual([[8, 9, 10], 10, 5]);
    expect(history.after(8, 100).dropped).toBe(0);
    expect(history.evicted).toBe(7);
  });

  test('are given from the oldest on for a cursor of an earlier run of the program', () => {
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1e6 });
    history.keep(segmentOf(sourceOf(SITES), spans(1, 3)));
    expect(history.after(5000, 100).count).toBe(3);
    expect(history.after(3, 100).count).toBe(0);
  });

  test('keep the site that their source forgets', () => {
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1e6 });
    const sites = new Map([[1, siteOf(1, { name: 'for this call', transient: true })]]);
    history.keep(segmentOf({ threadId: 0, wallAnchor: EPOCH, sites }, spans(1, 1)));
    sites.clear();
    expect(decodeSpans(history.all().segments).items[0]?.name).toBe('for this call');
  });

  test('do not keep their source, which has the ring of a thread', async () => {
    const { setFlagsFromString } = await import('node:v8');
    setFlagsFromString('--expose-gc');
    const collect = (await import('node:vm')).runInNewContext('gc') as () => void;
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes: 1e6 });
    const ring = keepFromThread(history);
    for (let turn = 0; turn < 50 && ring.deref() !== undefined; turn++) {
      await new Promise(setImmediate);
      collect();
    }
    expect(ring.deref()).toBeUndefined();
    expect(history.length).toBe(1);
  });

  test.each([1, 2, 3])('are counted to the byte, whatever comes (%i)', (seed) => {
    const random = new Random(seed);
    const maxBytes = 2000 + random.below(3000);
    const history = new RecordHistory(RecordKind.SPAN, { maxBytes, maxItems: 40 });
    const pushed: { span: number; bytes: number }[] = [];
    for (let turn = 0; turn < 100; turn++) {
      const records = Array.from({ length: random.below(20) }, () => {
        if (random.below(3) === 0) return logRecord({ message: 'x'.repeat(random.below(200)) });
        const span = pushed.length + 1;
        const record = spanRecord({ span, fields: { text: 'x'.repeat(random.below(300)) } });
        pushed.push({ span, bytes: record.byteLength });
        return record;
      });
      history.keep(segmentOf(sourceOf(SITES, random.below(3)), records));
      const kept = spanIds(history.all());
      expect(kept).toEqual(pushed.slice(-kept.length || pushed.length).map(({ span }) => span));
      const bytes = pushed.slice(pushed.length - kept.length).reduce((sum, r) => sum + r.bytes, 0);
      expect([history.byteLength, history.length]).toEqual([bytes, kept.length]);
      expect(history.evicted).toBe(pushed.length - kept.length);
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      const nextOlder = pushed.at(-kept.length - 1);
      if (nextOlder !== undefined && kept.length < 40) {
        expect(bytes + nextOlder.bytes).toBeGreaterThan(maxBytes);
      }
    }
  });
});

/** A thread as the sidecar knows it, of which nobody but `history` may know afterwards. */
function keepFromThread(history: RecordHistory): WeakRef<object> {
  const source = { ...sourceOf(SITES), ring: new SharedArrayBuffer(1024) };
  history.keep(segmentOf(source, spans(1, 1)));
  return new WeakRef(source);
}

describe('a snapshot', () => {
  function filled(): Retention {
    const retention = new Retention(checkRetentionOptions({ maxRecords: 2 }));
    const records = [
      ...spans(1, 3),
      logRecord({
        message: 'odd',
        fields: { big: 2n ** 63n - 1n, nan: Number.NaN, raw: new Uint8Array([1, 2]) },
      }),
    ];
    retention.keep(segmentOf(sourceOf(SITES), records));
    return retention;
  }

  test('takes nothing away', () => {
    const retention = filled();
    const first = retention.snapshot('test', { counts: { spansPushed: 3 } });
    const second = retention.snapshot('test', { counts: { spansPushed: 3 } });
    expect({ ...second, time: first.time }).toEqual(first);
    expect(first).toMatchObject({
      reason: 'test',
      pid: process.pid,
      spans: [{ spanId: '0000000000000002' }, { spanId: '0000000000000003', durationNano: 1000 }],
      logs: [{ message: 'odd', level: 'info', time: '2023-11-14T22:13:20.000000000Z' }],
      evicted: { spans: 1, logs: 0 },
      counts: { spansPushed: 3, spansKept: 2, spansEvicted: 1, logsKept: 1, logsEvicted: 0 },
      openSpans: undefined,
    });
  });

  test('becomes a file of JSON that only its owner reads', () => {
    const directory = join(mkdtempSync(join(tmpdir(), 'spanfn-')), 'a', 'b');
    const openSpans = [
      { name: 'f', target: 't', traceId: 'a', spanId: 'b', startTime: EPOCH, age: 5 },
    ];
    const snapshot = filled().snapshot('uncaught exception ../x', { openSpans });
    const path = writeSnapshot(snapshot, directory);
    expect(readdirSync(directory)).toEqual([path.slice(directory.length + 1)]);
    expect(path).toMatch(/\/spanfn-uncaught-exception-x-\d+-\d{8}T\d{6}\.\d{3}Z\.json$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const read = JSON.parse(readFileSync(path, 'utf8'));
    expect(read.logs[0].fields).toEqual({ big: '9223372036854775807', nan: 'NaN', raw: 'AQI=' });
    expect(read.openSpans).toMatchObject([
      { name: 'f', ageNano: 5, startTimeUnixNano: String(EPOCH) },
    ]);
  });

  test('never takes the place of another one', () => {
    const directory = mkdtempSync(join(tmpdir(), 'spanfn-'));
    const snapshot = filled().snapshot('twice');
    const paths = [writeSnapshot(snapshot, directory), writeSnapshot(snapshot, directory)];
    expect(new Set(paths).size).toBe(2);
    expect(readdirSync(directory).length).toBe(2);
  });

  test('leaves nothing behind, and writes through no link, where it cannot be written', () => {
    const directory = mkdtempSync(join(tmpdir(), 'spanfn-'));
    const file = join(directory, 'file');
    writeFileSync(file, 'precious');
    const snapshot = filled().snapshot('link');
    expect(() => writeSnapshot(snapshot, file)).toThrow(/EEXIST|ENOTDIR/);
    const path = writeSnapshot(snapshot, directory);
    const other = { ...snapshot, reason: 'other' };
    symlinkSync(file, `${path.replace('spanfn-link', 'spanfn-other')}.partial`);
    expect(() => writeSnapshot(other, directory)).toThrow(/EEXIST/);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(readdirSync(directory).filter((name) => name.endsWith('.json')).length).toBe(1);
  });
});

describe('options of retention', () => {
  test('have defaults', () => {
    expect(checkRetentionOptions({})).toEqual({
      maxRecords: 10_000,
      maxBytes: 8_388_608,
      directory: process.cwd(),
      signal: undefined,
      onCrash: false,
    });
    expect(checkRetentionOptions({ directory: 'a' })).toMatchObject({
      directory: join(process.cwd(), 'a'),
      onCrash: true,
    });
  });

  test.each([
    [{ maxRecords: 0 }, 'maxRecords'],
    [{ maxRecords: 1.5 }, 'maxRecords'],
    [{ maxBytes: '8' }, 'maxBytes'],
    [{ maxBytes: Number.POSITIVE_INFINITY }, 'maxBytes'],
    [{ spans: 1 }, 'spans'],
    [{ directory: '' }, 'directory'],
    [{ signal: 'SIGKILL' }, 'SIGUSR2, SIGTERM'],
    [{ onCrash: 'yes' }, 'onCrash'],
    [null, 'must be an object'],
  ])('that cannot be are refused: %j', (options, named) => {
    expect(() => checkRetentionOptions(options)).toThrow(
      expect.objectContaining({
        code: 'SPANFN_BAD_OPTION',
        message: expect.stringContaining(named),
      }),
    );
  });
});

test('times have nine digits below the second, before 1970 too', () => {
  expect(isoTime(1_700_000_000_123_456_789n)).toBe('2023-11-14T22:13:20.123456789Z');
  expect(isoTime(-1n)).toBe('1969-12-31T23:59:59.999999999Z');
  expect(isoTime(0n)).toBe('1970-01-01T00:00:00.000000000Z');
});
