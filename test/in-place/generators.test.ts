import { setImmediate as immediate } from 'node:timers/promises';
import { current, span, withContext } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { contrast, outcomeOf } from '../contract/contrast.ts';
import { emit } from './emitted.ts';

const ERROR = Object.freeze(new Error('boom'));

interface Numbers {
  count(name: string): Generator<unknown, unknown, unknown>;
  guarded(): Generator<unknown, unknown, unknown>;
  all(inner: unknown): Generator<unknown, unknown, unknown>;
  always(inner: unknown): Generator<unknown, unknown, unknown>;
}

const numbers = (metadata = {}) =>
  emit<Numbers>(
    `
    function* count(name) { «generator count»
      step(name);
      const got = yield⟨1⟩;
      step(got);
      yield⟨2⟩;
      return⟨'done'⟩
    «end» }
    function* guarded() { «generator guarded»
      try { yield⟨1⟩; step('unreached'); }
      catch (e) { ⟨⟩ step('caught'); yield⟨e⟩; }
      finally { ⟨⟩ step('finally'); }
      return⟨3⟩
    «end» }
    function* all(inner) { «generator all»
      step('before');
      const result = delegate⟨inner⟩;
      step('after');
      return⟨result⟩
    «end» }
    function* always(inner) { «generator always» yield*⟨inner⟩; step('after'); «end» }
    function step(name) { «sync step» «end» }
    return { count, guarded, all, always };`,
    {},
    metadata,
  );

test('the span is current inside the body on every resume and nowhere else', async () => {
  const recording = await record(() =>
    span('consumer', (consumer) => {
      for (const _ of numbers().instrumented.count('a')) {
        expect(current() === consumer).toBe(true);
        span('between', () => {});
      }
      expect(current() === consumer).toBe(true);
    }),
  );
  expect(recording).toMatchSpanTree(`
    consumer thread
      count async
        step thread
        step thread
      between thread
      between thread`);
});

test('without a span around it, nothing is current between resumes', async () => {
  const recording = await record(() => {
    for (const _ of numbers().instrumented.count('a')) expect(current()).toBeUndefined();
    expect(current()).toBeUndefined();
  });
  expect(recording).toMatchSpanTree(`
    count async
      step thread
      step thread`);
});

test('generators that take turns keep apart', async () => {
  const recording = await contrast(numbers(), ({ count }) =>
    span('outer', () => {
      const around = current();
      const [a, b] = [count('a'), count('b')];
      const steps = [a, b, a, b, b, a].map((one) => one.next('x'));
      expect(current() === around).toBe(true);
      return steps;
    }),
  );
  expect(recording).toMatchSpanTree(`
    outer thread
      count async
        step thread
        step thread
      count async
        step thread
        step thread`);
});

test('one begun in one flow and ended in another leaves both in order', async () => {
  const recording = await record(async () => {
    const shared = numbers().instrumented.count('a');
    await span('a', async (own) => {
      shared.next();
      expect(current() === own).toBe(true);
    });
    await span('b', async (own) => {
      await immediate();
      shared.next();
      expect(current() === own).toBe(true);
      span('work', () => {});
      shared.next();
    });
  });
  expect(recording).toMatchSpanTree(`
    a async
      count async
        step thread
        step thread
    b async
      work thread`);
  expect(recording).toHaveNoOpenSpans();
});

test('return, throw and break end the span; an error caught inside is none', async () => {
  const recording = await contrast(numbers(), ({ count, guarded }) => {
    const [returned, thrown, caught, fresh] = [guarded(), count('a'), guarded(), count('b')];
    for (const _ of count('c')) break;
    return [
      [returned.next(), returned.return(7), returned.next()],
      [thrown.next(), outcomeOf(() => thrown.throw(ERROR)), thrown.next()],
      [caught.next(), caught.throw(ERROR), caught.next(), caught.next()],
      [fresh.return(7), outcomeOf(() => fresh.throw(ERROR))],
    ];
  });
  expect(recording).toMatchSpanTree(`
    count async
      step thread
    guarded async
      step thread
    count async error: "boom"
      step thread
    guarded async
      step thread
      step thread`);
});

test('result and busy time are recorded', async () => {
  const recording = await record({ clock: 'fixed' }, () => [
    ...numbers({ result: true }).instrumented.all([1, 2]),
  ]);
  const [all] = recording.spans;
  expect(all?.busy).toBeGreaterThan(0);
  expect(all?.busy).toBeLessThan(all!.duration);
  const counted = await record(() => [...numbers({ result: true }).instrumented.count('a')]);
  expect(counted.spans[0]?.fields).toEqual({ result: 'done' });
});

test('busy time does not count what the consumer does', async () => {
  const recording = await record({ clock: 'fixed' }, () => {
    for (const _ of numbers().instrumented.guarded())
      for (let i = 0; i < 9; i++) span('x', () => {});
  });
  const [guarded] = recording.spans;
  expect(guarded!.duration - guarded!.busy!).toBeGreaterThan(18_000);
});

/** An iterator with only those members, which notes every look and every call. */
function noted(log: unknown[], members: readonly string[], results: unknown[]): unknown {
  const next = (...args: unknown[]) => {
    log.push(['call', ...args, current()?.name]);
    return results.shift();
  };
  const iterator = Object.fromEntries(members.map((name) => [name, next]));
  const watched = new Proxy(iterator, {
    get(target, key) {
      log.push(String(key));
      return target[key as string];
    },
  });
  return { [Symbol.iterator]: () => watched };
}

const RESULTS = () => [
  { value: 1, done: false },
  { value: 2 },
  { value: 3, done: true },
  { value: 4, done: true },
];

test.each([
  ['next', ['next', 'next', 'next']],
  ['return', ['next', 'return']],
  ['return until done', ['next', 'next', 'return']],
  ['throw', ['next', 'throw', 'next']],
])('yield* asks the inner iterator what it would be asked: %s', async (_, calls) => {
  for (const members of [['next'], ['next', 'return'], ['next', 'return', 'throw']]) {
    const logs: unknown[][] = [];
    await contrast(numbers(), ({ all }) => {
      const log: unknown[] = [];
      logs.push(log);
      const outer = all(noted(log, members, RESULTS()));
      const pass = (name: string) => outer[name as 'next'](name as never);
      return calls.map((name) => outcomeOf(() => pass(name))).map(readable);
    });
    const [bare, instrumented] = logs.map((log) => JSON.stringify(log));
    expect(instrumented?.replaceAll('"all"', 'null')).toBe(bare);
    // Each call came from inside the span.
    expect(instrumented?.split('"all"').length).toBe(bare?.split('"call"').length);
  }
});

/** Messages of the engine's own errors quote the source. */
const readable = (outcome: unknown): unknown =>
  (outcome as { error?: Error }).error instanceof TypeError ? 'TypeError' : outcome;

test('yield* hands on the very results, and ends in the body', async () => {
  const results = RESULTS();
  const recording = await contrast(numbers(), ({ all }) => {
    const log: unknown[] = [];
    const outer = all(noted(log, ['next'], [...results]));
    return [outer.next() === results[0], outer.next() === results[1], outer.next()];
  });
  expect(recording).toMatchSpanTree(`
    all async
      step thread
      step thread`);
});

test.each([
  ['an array', () => [1, 2]],
  ['a string', () => 'ab'],
  ['nothing', () => undefined],
  ['no iterable', () => 7],
  ['an iterable of no iterator', () => ({ [Symbol.iterator]: () => 7 })],
  ['an iterator without next', () => ({ [Symbol.iterator]: () => ({}) })],
  ['no object as result', () => ({ [Symbol.iterator]: () => ({ next: () => 7 }) })],
])('yield* over %s does as in the bare generator', async (_, make) => {
  const recording = await contrast(numbers(), ({ all }) =>
    readable(outcomeOf(() => [...all(make())])),
  );
  expect(recording).toHaveNoOpenSpans();
});

test('results that could tell how often they are asked are asked as often as before', async () => {
  const looks = (wrap: (result: object, look: () => void) => object) => (module: Numbers) => {
    let count = 0;
    const items = [{ value: 1, done: false }, { done: true }];
    const next = () => wrap(items.shift()!, () => count++);
    const steps = module.always({ [Symbol.iterator]: () => ({ next }) });
    steps.next();
    steps.next();
    return count;
  };
  const getter = ({ done }: { done?: boolean }, look: () => void) => ({
    get done() {
      look();
      return done;
    },
  });
  const trap = (result: object, look: () => void) =>
    new Proxy(result, {
      get: (target, key) => {
        look();
        return Reflect.get(target, key);
      },
      getOwnPropertyDescriptor: look as never,
    });
  for (const wrap of [
    getter,
    trap,
    (result: object, look: () => void) => Object.create(getter(result, look)),
  ]) {
    const recording = await contrast(numbers(), looks(wrap));
    expect(recording).toMatchSpanTree(`
      always async
        step thread`);
  }
});

test('a body resumed in another context goes on in that', async () => {
  const recording = await record(() => {
    const steps = withContext({ in: 'a' }, () => {
      const started = numbers().instrumented.count('a');
      started.next();
      return started;
    });
    withContext({ in: 'b' }, () => steps.next());
  });
  const steps = recording.spans.filter(({ name }) => name === 'step');
  expect(steps.map(({ fields }) => fields)).toEqual([{ in: 'a' }, { in: 'b' }]);
});

test('yield* over an instrumented generator nests', async () => {
  const recording = await contrast(numbers(), ({ all, count }) => [...all(count('a'))]);
  expect(recording).toMatchSpanTree(`
    all async
      step thread
      count async
        step thread
        step thread
      step thread`);
});

test('a generator that resumes itself throws as the bare one', async () => {
  const recursive = emit<{ again(): Generator }>(`
    function* again() { «generator again» yield⟨self.next()⟩; «end» }
    let self;
    return { again: () => (self = again()) };`);
  const recording = await contrast(recursive, ({ again }) => outcomeOf(() => again().next()));
  expect(recording).toHaveSpan('again', { status: 'error' });
});
