import { expect, test } from 'vitest';
import { randomIds } from '../../src/base/ids.ts';
import { Decisions } from '../../src/pipeline/sampling/decisions.ts';
import { TailSampler } from '../../src/pipeline/sampling/tail.ts';
import { checkTailOptions, type TailSettings } from '../../src/pipeline/sampling/tail-options.ts';
import type { Segment, Source } from '../../src/wire/source.ts';
import {
  contents,
  logRecord,
  padRecord,
  segmentOf,
  sourceOf,
  spanRecord,
  type TestSpan,
} from './records.ts';
import { TailModel } from './tail-model.ts';

const SOURCES = [sourceOf(0), sourceOf(1)] as const;

class Dice {
  readonly #ids: { word(): number };

  constructor(seed: number) {
    this.#ids = randomIds(Int32Array.of(seed, 77, 12_345, seed * 31));
    for (let i = 0; i < 20; i++) this.#ids.word();
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    return (this.#ids.word() >>> 0) % bound;
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }
}

function settingsOf(dice: Dice): TailSettings {
  return checkTailOptions({
    keepErrors: dice.chance(2),
    slowerThan: dice.chance(2) ? 20.5 : undefined,
    ratio: [0, 0.25, 1][dice.below(3)],
    decisionWait: [0, 0, 40, 30_000][dice.below(4)],
    maxTraces: [3, 1000][dice.below(2)],
    maxBytes: [600, 1_000_000][dice.below(2)],
  });
}

/** The spans of some traces, each trace's in an order that can be, mixed at random. */
function interleaved(dice: Dice): TestSpan[] {
  let spans = 0;
  const traces = Array.from({ length: 2 + dice.below(12) }, (_, trace) => {
    const high = dice.below(1 << 24);
    const list: TestSpan[] = Array.from({ length: 1 + dice.below(6) }, () => {
      const begin = dice.below(15);
      const end = begin + dice.below(15);
      const more = { failed: dice.chance(12), begin, end, tail: dice.below(8) };
      return { trace: trace + 1, high, span: ++spans, parent: 5, ...more };
    });
    // Mostly the last one is the root; some have late spans, some none that ends.
    const root = dice.chance(4) ? dice.below(list.length + 1) : list.length - 1;
    const isRemote = dice.chance(3);
    const top = isRemote ? { remote: true } : { parent: 0 };
    return list.map((span, index) => (index === root ? { ...span, ...top } : span));
  });
  const mixed: TestSpan[] = [];
  while (traces.some((list) => list.length > 0)) {
    const list = traces[dice.below(traces.length)] as TestSpan[];
    mixed.push(...list.splice(0, 1));
  }
  return mixed;
}

function runOnce(seed: number) {
  const dice = new Dice(seed);
  const settings = settingsOf(dice);
  const sampler = new TailSampler(settings);
  const model = new TailModel(settings);
  const out = new Map<Source, string[]>(SOURCES.map((source) => [source, []]));
  const sent = new Map<Source, number[]>(SOURCES.map((source) => [source, []]));
  const collect = (segments: readonly Segment[]) => {
    for (const segment of segments) out.get(segment.source)?.push(...contents([segment]));
  };
  const left = interleaved(dice);
  let now = 0;
  let logs = 0;
  const check = () => {
    const { taken, kept, dropped, held, heldBytes, heldTraces, decidedEarly } = sampler.stats;
    expect(kept + dropped + held).toBe(taken);
    expect(heldBytes).toBe(model.bytes);
    expect({ kept, dropped, heldTraces, decidedEarly }).toEqual({
      kept: model.kept.length,
      dropped: model.dropped.length,
      heldTraces: model.waiting.length,
      decidedEarly: model.early,
    });
    expect(heldBytes).toBeLessThanOrEqual(settings.maxBytes);
    expect(heldTraces).toBeLessThanOrEqual(settings.maxTraces);
  };
  while (left.length > 0) {
    const run = left.splice(0, 1 + dice.below(5));
    const records = run.flatMap((span) => {
      const around = dice.chance(4) ? [logRecord(span.trace), padRecord()] : [];
      logs += around.length / 2;
      return [...around, spanRecord(span)];
    });
    const source = SOURCES[dice.below(2)] as Source;
    sent.get(source)?.push(...run.map((span) => span.span));
    collect(sampler.take(segmentOf(source, records), now));
    for (const span of run) model.span(span, now);
    check();
    now += dice.chance(10) ? 20_000 : dice.below(30);
    collect(sampler.tick(now));
    model.tick(now);
    check();
  }
  collect(sampler.drain());
  model.drain();
  check();
  const all = [...out.values()].flat();
  expect(all.filter((one) => one.startsWith('log'))).toHaveLength(logs);
  for (const source of SOURCES) {
    const kept = model.kept.filter((id) => sent.get(source)?.includes(id));
    const spans = out.get(source)?.filter((one) => one.startsWith('span'));
    expect(spans).toEqual(kept.map((id) => `span ${id}`));
  }
  expect(sampler.stats.held).toBe(0);
  return {
    kept: model.kept.length,
    dropped: model.dropped.length,
    early: model.early,
    late: model.late,
  };
}

test('any interleaving goes as in a model of plain arrays', () => {
  const seen = { kept: 0, dropped: 0, early: 0, late: 0 };
  for (let seed = 1; seed <= 1000; seed++) {
    const { kept, dropped, early, late } = runOnce(seed);
    seen.kept += kept;
    seen.dropped += dropped;
    seen.early += early;
    seen.late += late;
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1000);
});

test('of decisions, those not asked for are forgotten', () => {
  const decisions = new Decisions(4);
  const get = (...keys: string[]) => keys.map((key) => decisions.get(key));
  decisions.set('a', true);
  decisions.set('b', false);
  decisions.set('c', true);
  expect(get('a', 'b', 'c')).toEqual([true, false, true]);
  decisions.set('d', true);
  decisions.set('e', true);
  expect(get('a', 'b', 'c', 'd', 'e')).toEqual([undefined, false, undefined, true, true]);
});
