import { describe, expect, test } from 'vitest';
import { SpanFnError } from '../../src/base/errors.ts';
import { TailSampler } from '../../src/pipeline/sampling/tail.ts';
import { checkTailOptions, type TailOptions } from '../../src/pipeline/sampling/tail-options.ts';
import {
  contents,
  logRecord,
  padRecord,
  segmentOf,
  siteRecord,
  sourceOf,
  spanRecord,
  type TestSpan,
} from './records.ts';

const main = sourceOf(0);

function samplerOf(options: TailOptions) {
  const sampler = new TailSampler(checkTailOptions(options));
  const take = (now: number, ...spans: TestSpan[]): string[] =>
    contents(sampler.take(segmentOf(main, spans.map(spanRecord)), now));
  const tick = (now: number): string[] => contents(sampler.tick(now));
  return { sampler, take, tick };
}

const child = (trace: number, span: number, more: Partial<TestSpan> = {}): TestSpan => ({
  trace,
  span,
  parent: 99,
  ...more,
});
const root = (trace: number, span: number, more: Partial<TestSpan> = {}): TestSpan => ({
  trace,
  span,
  ...more,
});

describe('a trace', () => {
  test('waits for its local root, and then goes on as a whole', () => {
    const { take, sampler } = samplerOf({ ratio: 1 });
    expect(take(0, child(1, 1), child(1, 2))).toEqual([]);
    expect(sampler.stats).toMatchObject({ held: 2, heldTraces: 1, heldBytes: 144 });
    expect(take(5, root(1, 3))).toEqual(['span 1', 'span 2', 'span 3']);
    expect(sampler.stats).toEqual({
      taken: 3,
      kept: 3,
      dropped: 0,
      held: 0,
      heldBytes: 0,
      heldTraces: 0,
      decidedEarly: 0,
    });
  });

  test('with a remote parent ends with the span below it', () => {
    const { take } = samplerOf({ ratio: 1 });
    expect(take(0, child(1, 1))).toEqual([]);
    expect(take(0, child(1, 2, { remote: true }))).toEqual(['span 1', 'span 2']);
  });

  test('goes on for a failure anywhere in it', () => {
    const { take, sampler } = samplerOf({ keepErrors: true });
    expect(take(0, child(1, 1, { failed: true }), child(2, 2), root(2, 3))).toEqual([]);
    expect(take(0, root(1, 4))).toEqual(['span 1', 'span 4']);
    expect(sampler.stats).toMatchObject({ taken: 4, kept: 2, dropped: 2, held: 0 });
  });

  test('of a failure is dropped where that is no reason', () => {
    const { take } = samplerOf({ keepErrors: false, slowerThan: 10 });
    expect(take(0, root(1, 1, { failed: true }))).toEqual([]);
  });

  test('goes on if it is slow, however its spans share the time', () => {
    const { take } = samplerOf({ slowerThan: 10 });
    expect(take(0, root(1, 1, { begin: 5, end: 15 }))).toEqual(['span 1']);
    expect(take(0, root(2, 2, { begin: 5, end: 14.9 }))).toEqual([]);
    const parts = [child(3, 3, { begin: 0, end: 6 }), root(3, 4, { begin: 6, end: 12 })];
    expect(take(0, ...parts)).toEqual(['span 3', 'span 4']);
  });

  test('is measured across threads by the clock on the wall', () => {
    const sampler = new TailSampler(checkTailOptions({ slowerThan: 100 }));
    const later = sourceOf(1, main.wallAnchor + 150_000_000n);
    const first = child(1, 1, { begin: 0, end: 10 });
    sampler.take(segmentOf(main, [spanRecord(first)]), 0);
    const segment = segmentOf(later, [spanRecord(root(1, 2, { begin: 0, end: 10 }))]);
    const segments = sampler.take(segment, 0);
    expect(segments.map(({ source }) => source)).toEqual([main, later]);
    expect(contents(segments)).toEqual(['span 1', 'span 2']);
  });

  test('is measured right after weeks of uptime', () => {
    const { take } = samplerOf({ slowerThan: 10 });
    const begin = 90 * 24 * 3_600_000;
    expect(take(0, root(1, 1, { begin, end: begin + 10.5 }))).toEqual(['span 1']);
    expect(take(0, root(2, 2, { begin, end: begin + 9.5 }))).toEqual([]);
  });

  test('is measured right where the lower word of a time has its highest bit', () => {
    const { take } = samplerOf({ slowerThan: 10 });
    expect(take(0, root(1, 1, { begin: 2140, end: 2160 }))).toEqual(['span 1']);
    expect(take(0, root(2, 2, { begin: 4290, end: 4299 }))).toEqual([]);
  });

  test('is in a ratio by its id', () => {
    const { take } = samplerOf({ ratio: 0.5 });
    expect(take(0, root(1, 1, { high: 0x800000 }))).toEqual(['span 1']);
    expect(take(0, root(2, 2, { high: 0x7fffff }))).toEqual([]);
  });
});

describe('late spans', () => {
  test('follow what was decided', () => {
    const { take, sampler } = samplerOf({ keepErrors: true });
    take(0, root(1, 1, { failed: true }), root(2, 2));
    const late = [child(2, 3, { failed: true }), child(1, 4), child(1, 5), child(2, 6)];
    expect(take(1, ...late)).toEqual(['span 4', 'span 5']);
    expect(sampler.stats).toMatchObject({ kept: 3, dropped: 3, held: 0 });
  });

  test('are waited for if that is wished', () => {
    const { take, tick, sampler } = samplerOf({ keepErrors: true, decisionWait: 50 });
    expect(take(100, root(1, 1))).toEqual([]);
    expect(tick(149)).toEqual([]);
    expect(take(149, child(1, 2, { failed: true }))).toEqual([]);
    expect(tick(150)).toEqual(['span 1', 'span 2']);
    expect(sampler.stats.decidedEarly).toBe(0);
  });
});

describe('bounds', () => {
  test('a trace that does not end is decided after 30 seconds', () => {
    const { take, tick, sampler } = samplerOf({ keepErrors: true });
    take(1000, child(1, 1, { failed: true }));
    take(2000, child(2, 2), child(1, 3));
    expect(tick(30_999)).toEqual([]);
    expect(tick(31_000)).toEqual(['span 1', 'span 3']);
    expect(sampler.stats).toMatchObject({ held: 1, decidedEarly: 1 });
    expect(tick(32_000)).toEqual([]);
    expect(sampler.stats).toMatchObject({ held: 0, dropped: 1, decidedEarly: 2 });
  });

  test('with too many traces, the oldest is decided by the rules', () => {
    const { take, sampler } = samplerOf({ keepErrors: true, maxTraces: 2 });
    const spans = [child(1, 1, { failed: true }), child(2, 2), child(1, 3), child(3, 4)];
    expect(take(0, ...spans)).toEqual(['span 1', 'span 3']);
    expect(sampler.stats).toMatchObject({ heldTraces: 2, held: 2, decidedEarly: 1 });
    expect(take(0, root(1, 5))).toEqual(['span 5']);
  });

  test('with too many bytes, likewise', () => {
    const { take, sampler } = samplerOf({ ratio: 1, maxBytes: 200 });
    expect(take(0, child(1, 1), child(2, 2))).toEqual([]);
    expect(take(0, child(2, 3))).toEqual(['span 1']);
    expect(take(0, child(3, 4, { tail: 100 }))).toEqual(['span 2', 'span 3', 'span 4']);
    expect(sampler.stats).toMatchObject({ heldBytes: 0, held: 0, decidedEarly: 3 });
  });
});

test('at the end, all that wait are decided by the rules', () => {
  const { take, sampler } = samplerOf({ keepErrors: true });
  take(0, child(1, 1), child(2, 2, { failed: true }));
  expect(contents(sampler.drain())).toEqual(['span 2']);
  expect(sampler.stats).toMatchObject({ taken: 2, kept: 1, dropped: 1, held: 0 });
});

test('log events and sites go on at once, in their order; fill does not', () => {
  const sampler = new TailSampler(checkTailOptions({ keepErrors: true }));
  const records = [
    siteRecord(),
    logRecord(1),
    spanRecord(child(1, 1)),
    padRecord(),
    logRecord(2),
    spanRecord(root(2, 2, { failed: true })),
    logRecord(3),
  ];
  const segments = sampler.take(segmentOf(main, records), 0);
  expect(contents(segments)).toEqual(['site', 'log 1', 'log 2', 'span 2', 'log 3']);
});

test('what is held is a copy: the memory it came in is used again', () => {
  const sampler = new TailSampler(checkTailOptions({ ratio: 1 }));
  const segment = segmentOf(main, [spanRecord(child(1, 1))]);
  sampler.take(segment, 0);
  segment.words.fill(-1);
  expect(contents(sampler.drain())).toEqual(['span 1']);
});

test.each([
  [{}, 'at least one of keepErrors, slowerThan, ratio'],
  [{ decisionWait: 5 }, 'at least one of'],
  [{ ratio: 2 }, 'from 0 to 1'],
  [{ slowerThan: '5s' }, '"slowerThan"'],
  [{ keepErrors: 1 }, '"keepErrors"'],
  [{ ratio: 1, decisionWait: 60_000 }, '"decisionWait"'],
  [{ ratio: 1, maxTraces: 0 }, '"maxTraces"'],
  [{ ratio: 1, maxBytes: 1.5 }, '"maxBytes"'],
  [{ ratio: 1, slower: 1 }, 'no such option'],
])('options %j are refused', (options, text) => {
  const check = () => checkTailOptions(options);
  expect(check).toThrow(SpanFnError);
  expect(check).toThrow(text);
});
