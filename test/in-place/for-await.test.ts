import { setImmediate as immediate } from 'node:timers/promises';
import { current, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { contrast } from '../contract/contrast.ts';
import { emit } from './emitted.ts';
import { rejected } from './rejected.ts';
import { ticks } from './ticks.ts';

const ERROR = Object.freeze(new Error('boom'));

interface Loops {
  each(items: unknown, visit: (item: unknown) => unknown): Promise<unknown>;
  late(items: unknown, visit: (item: unknown) => unknown): Promise<unknown>;
}

const loops = () =>
  emit<Loops>(
    `
    async function each(items, visit) { «async each»
      step();
      try {
        for await (const item of⟨items⟩) { ⟨⟩
          step();
          const told = visit(item);
          if (told === 'break') break;
          if (told === 'continue') continue;
          if (told === 'return') return⟨item⟩
          if (told === 'throw') throw ERROR;
          await⟨told⟩;
        } ⟨⟩
        step();
      } catch (e) { ⟨⟩ step(); throw e; }
      return⟨'end'⟩
    «end» }
    async function late(items, visit) { «async late»
      await⟨null⟩;
      for await (const item of⟨items⟩) { ⟨⟩ step(); visit(item); } ⟨⟩
      step();
    «end» }
    function step() { «sync step» «end» }
    return { each, late };`,
    { ERROR },
  );

/** Notes what is asked of it, and by whom. */
class Source {
  readonly log: unknown[];
  readonly #members: readonly string[];
  readonly #wrap: (result: object) => unknown;
  #left = 3;

  constructor(log: unknown[], members: readonly string[], wrap: (result: object) => unknown) {
    this.log = log;
    this.#members = members;
    this.#wrap = wrap;
  }

  iterator(): object {
    const step = (name: string, ...args: unknown[]) => {
      this.log.push([name, args.length]);
      if (name === 'next') expect([undefined, 'each', 'late']).toContain(current()?.name);
      return this.#wrap({ value: this.#left, done: this.#left-- === 0 || name === 'return' });
    };
    const members = this.#members.map((name) => [
      name,
      (...args: unknown[]) => step(name, ...args),
    ]);
    return new Proxy(Object.fromEntries(members), {
      get: (target, key) => {
        this.log.push(key);
        return target[key as string];
      },
    });
  }
}

const SOURCES = {
  'an async iterable': (log: unknown[]) => {
    const source = new Source(log, ['next', 'return'], async (result) => result);
    return { [Symbol.asyncIterator]: () => source.iterator() };
  },
  'an async iterable without return': (log: unknown[]) => {
    const source = new Source(log, ['next'], (result) => immediate(result));
    return { [Symbol.asyncIterator]: () => source.iterator() };
  },
  'a sync iterable': (log: unknown[]) => {
    const source = new Source(log, ['next', 'return'], (result) => result);
    return { [Symbol.iterator]: () => source.iterator() };
  },
  'a sync iterable without return': (log: unknown[]) => {
    const source = new Source(log, ['next'], (result) => result);
    return { [Symbol.iterator]: () => source.iterator() };
  },
  'an array': () => [1, Promise.resolve(2), 3],
  'an array with a rejection': () => [1, rejected(ERROR), 3],
  'an iterable that rejects': () => ({
    [Symbol.asyncIterator]: () => ({ next: () => rejected(ERROR) }),
  }),
  'an iterable that throws': () => ({
    [Symbol.asyncIterator]: () => ({
      next() {
        throw ERROR;
      },
    }),
  }),
} satisfies Record<string, (log: unknown[]) => unknown>;

const VISITS = ['break', 'continue', 'return', 'throw', undefined];

test.each(Object.entries(SOURCES))('%s is asked what it would be asked', async (_, make) => {
  for (const told of VISITS) {
    for (const name of ['each', 'late'] as const) {
      const recording = await contrast(loops(), (module) =>
        ticks(async (note) => {
          const log: unknown[] = [];
          try {
            return await module[name](make(log), (item) => {
              note(item);
              return told;
            });
          } finally {
            note(log);
          }
        }),
      );
      expect(recording).toHaveNoOpenSpans();
      const steps = recording.spans.filter((s) => s.name === 'step');
      expect(steps.map(({ parent }) => parent?.name).filter((p) => p !== name)).toEqual([]);
      expect(steps.every(({ depth }) => depth === 1)).toBe(true);
    }
  }
});

test('the caller never has the frame of a function that loops before it awaits', async () => {
  const recording = await record(() =>
    span('caller', async (caller) => {
      const { each } = loops().instrumented;
      const promise = each(SOURCES['an async iterable']([]), () => undefined);
      expect(current() === caller).toBe(true);
      span('beside', () => {});
      await promise;
      expect(current() === caller).toBe(true);
    }),
  );
  expect(recording).toHaveSpan('beside', { parent: 'caller' });
  expect(recording.spans.filter((s) => s.name === 'step')).toHaveLength(5);
});

test('a function that owes nobody loops over the iterable itself', async () => {
  const { early, late } = emit<{ early(): Promise<boolean>; late(): Promise<boolean> }>(`
    const items = [];
    async function early() { «async early» return _iterate(_s, items) === items; «end» }
    async function late() { «async late» await⟨null⟩; return _iterate(_s, items) === items; «end» }
    return { early, late };`).instrumented;
  await record(async () => {
    expect([await early(), await late()]).toEqual([false, true]);
  });
});

test('each step runs inside the span', async () => {
  const seen: unknown[] = [];
  const { each, late } = loops().instrumented;
  const items = () => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        seen.push(current()?.name);
        return { value: 1, done: seen.length % 2 === 0 };
      },
    }),
  });
  await record(async () => {
    await each(items(), () => undefined);
    await late(items(), () => undefined);
  });
  expect(seen).toEqual(['each', 'each', 'late', 'late']);
});

/** Newer engines close such an iterator at once, while its body counts as suspended. */
const closed = { return: () => ({}) };

test.each([{}, closed])('a sync iterator that throws at once leaves nothing', async (members) => {
  const throwing = {
    [Symbol.iterator]: () => ({
      next() {
        throw ERROR;
      },
      ...members,
    }),
  };
  const recording = await contrast(loops(), async ({ each }) => {
    const outcome = each(throwing, () => {}).catch((error: unknown) => error);
    expect(current()).toBeUndefined();
    return (await outcome) === ERROR;
  });
  expect(recording).toMatchSpanTree(`
    each async error: "boom"
      step thread
      step thread
  `);
});
