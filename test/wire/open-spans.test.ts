import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { newTrace, threadIds } from '../../src/base/ids.ts';
import { Dispatch } from '../../src/dispatch/dispatch.ts';
import { Site } from '../../src/site/site.ts';
import { LiveSpan } from '../../src/span/live-span.ts';
import { countUnlisted, OpenSpanTable, readOpenSpans } from '../../src/wire/open-span-table.ts';
import { Random } from '../fuzz/generate/random.ts';
import { bundle } from '../program.ts';

const site = new Site({ name: 'f', kind: 'sync' });
const dispatch = new Dispatch({});

function newSpan(parent: LiveSpan | null = null): LiveSpan {
  const trace = parent?.trace ?? newTrace(threadIds, dispatch);
  return new LiveSpan(site, trace, parent, null, 'async');
}

const idsIn = (table: OpenSpanTable): string[] =>
  readOpenSpans(table.memory)
    .map(({ spanId }) => spanId)
    .sort();

const idsOf = (spans: Iterable<LiveSpan>): string[] =>
  [...spans].map(({ spanId }) => spanId).sort();

describe('the table of open spans', () => {
  test('tells all that is to be known of one', () => {
    const table = new OpenSpanTable();
    const parent = newSpan();
    const child = newSpan(parent);
    table.open(child);
    table.open(parent);
    const read = readOpenSpans(table.memory);
    expect(read).toHaveLength(2);
    const { beginLow, beginHigh } = child;
    expect(read.find(({ spanId }) => spanId === child.spanId)).toEqual({
      site: site.id,
      traceId: child.traceId,
      spanId: child.spanId,
      parentSpanId: parent.spanId,
      begin: (BigInt(beginHigh) << 32n) | BigInt(beginLow >>> 0),
    });
    const root = read.find(({ spanId }) => spanId === parent.spanId);
    expect(root?.parentSpanId).toBeUndefined();
  });

  test('has exactly those that are open, whatever comes and goes', () => {
    const random = new Random(7);
    const table = new OpenSpanTable();
    const open: LiveSpan[] = [];
    for (let step = 0; step < 100_000; step++) {
      if (open.length < 400 && (open.length === 0 || random.below(2) === 0)) {
        const span = newSpan(open.at(-1));
        table.open(span);
        open.push(span);
      } else {
        const [span] = open.splice(random.below(open.length), 1) as [LiveSpan];
        table.close(span);
      }
      if (step % 1000 === 0) expect(idsIn(table)).toEqual(idsOf(open));
    }
    expect(idsIn(table)).toEqual(idsOf(open));
    expect(countUnlisted(table.memory)).toBe(0);
  });

  test('has room for a few hundred that stay beside many that do not', () => {
    const table = new OpenSpanTable();
    const staying: LiveSpan[] = [];
    for (let i = 0; i < 200_000; i++) {
      const span = newSpan();
      table.open(span);
      if (i % 400 === 0) staying.push(span);
      else table.close(span);
    }
    expect(idsIn(table)).toEqual(idsOf(staying));
    expect(countUnlisted(table.memory)).toBe(0);
  });

  test('counts those for which it has no room, until they end', () => {
    const random = new Random(11);
    const table = new OpenSpanTable();
    const open = Array.from({ length: 3000 }, () => newSpan());
    for (const span of open) table.open(span);
    const listed = readOpenSpans(table.memory).length;
    expect(listed).toBeGreaterThan(900);
    expect(listed + countUnlisted(table.memory)).toBe(3000);
    while (open.length > 0) table.close(open.splice(random.below(open.length), 1)[0] as LiveSpan);
    expect(readOpenSpans(table.memory)).toEqual([]);
    expect(countUnlisted(table.memory)).toBe(0);
  });
});

test('a span whose begin was cut short by a stack overflow is noted once, when it begins', () => {
  const table = new OpenSpanTable();
  let calls = 0;
  const overflows = (): void => {
    if (calls++ === 0) overflow();
  };
  const sink = { begin: (span: LiveSpan) => table.open(span), end: () => {} };
  const dispatch = new Dispatch({ spanBegin: overflows }, { sink: sink as never });
  const span = new LiveSpan(site, newTrace(threadIds, dispatch), null, null, 'async');
  expect(() => span.begin()).toThrow(RangeError);
  expect(idsIn(table)).toEqual([]);
  span.begin();
  expect(idsIn(table)).toEqual([span.spanId]);
});

function overflow(): void {
  overflow();
}

/** Opens and closes spans in one slot, as fast as it can: all words of each are the same. */
const WRITER = `
  import { workerData } from 'node:worker_threads';
  import { OpenSpanTable } from './src/wire/open-span-table.ts';
  const table = new OpenSpanTable(workerData.memory);
  const isOver = new Int32Array(workerData.isOver);
  for (let n = 1; Atomics.load(isOver, 0) === 0; n = n + 1 & 0xffffff) {
    const trace = { a: n, b: n, c: n, d: n, spanHigh: n };
    const above = { remote: true, idHigh: n, idLow: n };
    const span = { site: { id: n }, trace, idLow: 5, above, beginLow: n, beginHigh: n };
    table.open(span);
    if (n % 7 === 0) for (let i = 0; i < n % 50; i++) Atomics.load(isOver, 0);
    table.close(span);
  }`;

test('a span that is read while its slot changes is not torn', async () => {
  const { memory } = new OpenSpanTable();
  const isOver = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { memory, isOver: isOver.buffer };
  const worker = new Worker(await bundle(WRITER), { eval: true, workerData });
  const words = new Set<string>();
  let torn = 0;
  for (let looks = 0; words.size < 2000 && looks < 2_000_000; looks++) {
    const [read] = readOpenSpans(memory);
    if (looks % 100 === 0) await new Promise(setImmediate);
    if (read === undefined) continue;
    const word = read.spanId.slice(0, 8);
    words.add(word);
    const isWhole =
      read.traceId === word.repeat(4) &&
      read.parentSpanId === word.repeat(2) &&
      read.begin === BigInt(read.site) * 0x1_0000_0001n &&
      read.site === Number.parseInt(word, 16);
    if (!isWhole) torn++;
  }
  Atomics.store(isOver, 0, 1);
  await once(worker, 'exit');
  expect(words.size).toBe(2000);
  expect(torn).toBe(0);
});
