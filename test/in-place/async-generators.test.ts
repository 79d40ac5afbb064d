import { setImmediate as immediate } from 'node:timers/promises';
import { current, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { contrast, settledOutcomeOf } from '../contract/contrast.ts';
import { emit } from './emitted.ts';
import { rejected } from './rejected.ts';
import { ticks } from './ticks.ts';

const ERROR = Object.freeze(new Error('boom'));

type Steps = AsyncGenerator<unknown, unknown, unknown>;

interface Pages {
  pages(wait?: () => unknown): Steps;
  guarded(): Steps;
  spawn(): Steps;
  all(inner: unknown): Steps;
  through(items: unknown): Steps;
}

const pages = (metadata = {}) =>
  emit<Pages>(
    `
    async function* pages(wait = () => immediate()) { «async generator pages»
      step();
      await⟨wait()⟩;
      step();
      const got = yield⟨1⟩;
      step();
      yield⟨Promise.resolve([2, got])⟩;
      step();
      answer⟨wait()⟩
    «end» }
    async function* guarded() { «async generator guarded»
      try { yield⟨1⟩; step(); }
      catch (e) { ⟨⟩ step(); yield⟨e⟩; }
      finally { ⟨⟩ step(); await⟨immediate()⟩; step(); }
      answer⟨3⟩
    «end» }
    async function* all(inner) { «async generator all»
      step();
      const result = yield*⟨inner⟩;
      step();
      answer⟨result⟩
    «end» }
    async function* through(items) { «async generator through»
      for await (const item of⟨items⟩) { ⟨⟩ step(); yield⟨item⟩; } ⟨⟩
      step();
    «end» }
    async function* spawn() { «async generator spawn»
      const work = between();
      yield⟨1⟩;
      await⟨work⟩;
    «end» }
    async function between() { await null; step(); }
    function step() { «sync step» «end» }
    return { pages, guarded, all, through, spawn };`,
    { immediate: () => immediate() },
    metadata,
  );

test('the span is current inside the body across its awaits, and nowhere else', async () => {
  const recording = await record(() =>
    span('consumer', async (consumer) => {
      const steps = pages().instrumented.pages();
      for (const value of [undefined, 7, undefined]) {
        const promise = steps.next(value);
        expect(current() === consumer).toBe(true);
        span('between', () => {});
        await promise;
        expect(current() === consumer).toBe(true);
      }
    }),
  );
  expect(recording).toMatchSpanTree(`
    consumer async
      pages async
        step thread
        step thread
        step thread
        step thread
      between thread
      between thread
      between thread`);
});

test('outside of any span, nothing is current between resumes', async () => {
  const recording = await record(async () => {
    for await (const _ of pages().instrumented.pages()) expect(current()).toBeUndefined();
    expect(current()).toBeUndefined();
  });
  expect(recording).toMatchSpanTree(`
    pages async
      step thread
      step thread
      step thread
      step thread`);
});

test.each([
  ['waits for a turn', () => immediate(7)],
  ['waits for nothing', () => 7],
  ['is rejected', () => rejected(ERROR)],
])('calls of next that do not wait for each other: a body that %s', async (_, wait) => {
  const recording = await contrast(pages(), ({ pages: start }) =>
    ticks(async (note) => {
      const steps = start(wait);
      const all = [1, 2, 3, 4].map((n) => steps.next(n).then(note, note));
      note('called');
      await Promise.all(all);
    }),
  );
  expect(recording).toHaveNoOpenSpans();
});

test('break, return and throw end the span after the body has left', async () => {
  const recording = await contrast(pages(), async ({ pages: start, guarded }) => {
    for await (const _ of start()) break;
    const [returned, thrown, caught, fresh] = [guarded(), start(), guarded(), guarded()];
    return [
      [await returned.next(), await returned.return('early'), await returned.next()],
      [await thrown.next(), await settledOutcomeOf(() => thrown.throw(ERROR))],
      [await caught.next(), await caught.throw(ERROR), await caught.next()],
      [await fresh.return(7), await settledOutcomeOf(() => fresh.throw(ERROR))],
    ];
  });
  expect(recording).toMatchSpanTree(
    `
    pages async
      step thread
      step thread
    guarded async
      step thread
      step thread
    pages async error: "boom"
      step thread
      step thread
    guarded async
      step thread
      step thread
      step thread`,
    { unordered: true },
  );
});

test('the value that a returned promise has, and busy time, are recorded', async () => {
  const recording = await record(async () => {
    for await (const _ of pages({ result: true }).instrumented.pages(() => immediate(7)));
    for await (const _ of pages({ result: true }).instrumented.pages(() => 8));
  });
  const results = recording.spans.filter(({ name }) => name === 'pages');
  expect(results.map(({ fields }) => fields)).toEqual([{ result: 7 }, { result: 8 }]);
  for (const { busy, duration } of results) {
    expect(busy).toBeGreaterThan(0);
    expect(busy).toBeLessThanOrEqual(duration);
  }
});

const INNER = {
  array: () => [1, Promise.resolve(2)],
  string: () => 'ab',
  'rejecting array': () => [1, rejected(ERROR)],
  'async generator': async function* () {
    yield 1;
    await null;
    yield 2;
    return 3;
  },
  'failing async generator': async function* () {
    yield 1;
    throw ERROR;
  },
  'bare iterator': () => {
    let left = 2;
    return {
      [Symbol.asyncIterator]: () => ({ next: async () => ({ value: left, done: left-- === 0 }) }),
    };
  },
  'iterator that throws at once': () => ({
    [Symbol.asyncIterator]: () => ({
      next() {
        throw ERROR;
      },
    }),
  }),
} satisfies Record<string, () => unknown>;

test.each(Object.entries(INNER))('yield* and for await over an %s', async (_, make) => {
  for (const name of ['all', 'through'] as const) {
    const recording = await contrast(pages(), async (module) => [
      await ticks(async (note) => {
        for await (const item of module[name](make())) note(item);
      }),
      await ticks(async (note) => {
        for await (const item of module[name](make())) {
          note(item);
          break;
        }
      }),
      await ticks(async (note) => {
        const steps = module[name](make());
        note(await settledOutcomeOf(() => steps.next()));
        note(await settledOutcomeOf(() => steps.return(7)));
      }),
    ]);
    expect(recording).toHaveNoOpenSpans();
    const depths = recording.spans.filter((s) => s.name === 'step').map(({ depth }) => depth);
    expect(new Set(depths)).toEqual(new Set(depths.length === 0 ? [] : [1]));
  }
});

test('what the body starts belongs to its span, whoever consumes it', async () => {
  const recording = await record(() =>
    span('consumer', async () => {
      for await (const _ of pages().instrumented.spawn());
    }),
  );
  expect(recording).toMatchSpanTree(`
    consumer async
      spawn async
        step thread`);
});

test('the body goes on in its span after yield*', async () => {
  const recording = await contrast(pages(), async ({ all }) => {
    const values: unknown[] = [];
    for await (const value of all(INNER['async generator']())) values.push(value);
    return values;
  });
  expect(recording).toMatchSpanTree(`
    all async
      step thread
      step thread`);
});
