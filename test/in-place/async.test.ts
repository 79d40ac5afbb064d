import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises';
import { current, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { contrast, settledOutcomeOf } from '../contract/contrast.ts';
import { emit } from './emitted.ts';
import { rejected } from './rejected.ts';
import { ticks } from './ticks.ts';

const ERROR = Object.freeze(new Error('boom'));

interface Api {
  load(id: unknown, how?: unknown): Promise<unknown>;
  recover(promise: unknown): Promise<unknown>;
  fan(): Promise<unknown>;
  plain(value: unknown): Promise<unknown>;
  early(): Promise<unknown>;
}

/** Not instrumented: what awaits in between. */
async function between<T>(run: () => T): Promise<T> {
  await null;
  await immediate();
  return run();
}

const api = () =>
  emit<Api>(
    `
    async function load(id, how = () => immediate()) { «async load»
      step('before ' + id);
      await⟨how()⟩;
      step('after ' + id);
      const got = await⟨id⟩;
      step('late ' + id);
      return⟨got⟩
    «end» }
    async function recover(promise) { «async recover»
      try { await⟨promise⟩; } catch (e) { ⟨⟩ step('caught'); note(e); } finally { ⟨⟩ step('finally'); }
      await⟨null⟩;
      step('end');
    «end» }
    async function fan() { «async fan»
      const all = await⟨Promise.all([load('a'), load('b'), between(() => step('between'))])⟩;
      step('after');
      return⟨all⟩
    «end» }
    async function plain(value) { «async plain» return⟨value⟩ «end» }
    async function early() { «async early» throw ERROR; «end» }
    const seen = [];
    function note(e) { seen.push(e); }
    function step(name) { «sync step» return⟨name⟩ «end» }
    return { load, recover, fan, plain, early };`,
    { immediate: () => immediate(), between, ERROR },
  );

test('the frame is its own after the first await, and the caller never has it', async () => {
  const recording = await record(() =>
    span('caller', async (caller) => {
      const promise = api().instrumented.load(1);
      expect(current() === caller).toBe(true);
      span('beside', () => {});
      await promise;
      expect(current() === caller).toBe(true);
      span('after', () => {});
    }),
  );
  expect(recording).toMatchSpanTree(`
    caller async
      load async
        step thread
        step thread
        step thread
      beside thread
      after thread`);
});

test('a caller outside of any span stays outside', async () => {
  const recording = await record(async () => {
    const { load, plain, early } = api().instrumented;
    for (const run of [() => load(1), () => plain(1), () => early()]) {
      const promise = run();
      expect(current()).toBeUndefined();
      await promise.catch(() => {});
      expect(current()).toBeUndefined();
    }
  });
  expect(recording.spans.filter(({ parent }) => parent === null)).toHaveLength(3);
});

test.each([
  ['rejected later', () => immediate().then(() => Promise.reject(ERROR))],
  ['already rejected', () => Promise.reject(ERROR)],
])('catch and finally after a promise %s run in the own frame', async (_, reject) => {
  const recording = await contrast(api(), ({ recover }) => ticks(() => recover(reject())));
  expect(recording).toMatchSpanTree(`
    recover async
      step thread
      step thread
      step thread`);
});

test('an error thrown before the first await, or rejected at it, is the error of the span', async () => {
  const recording = await contrast(api(), ({ early, load }) =>
    Promise.all([
      settledOutcomeOf(() => early()),
      settledOutcomeOf(() => load(1, () => Promise.reject(ERROR))),
      settledOutcomeOf(() => load(rejected(ERROR))),
    ]),
  );
  expect(recording).toMatchSpanTree(`
    early async error: "boom"
    load async error: "boom"
      step thread
    load async error: "boom"
      step thread
      step thread`);
});

test('concurrent calls, Promise.all and awaits that are not instrumented keep their parents', async () => {
  const recording = await contrast(api(), ({ fan }) => fan());
  expect(recording).toMatchSpanTree(
    `
    fan async
      load async
        step thread
        step thread
        step thread
      load async
        step thread
        step thread
        step thread
      step thread
      step thread`,
    { unordered: true },
  );
});

test('timers and jobs that the sync part starts belong to the span', async () => {
  const { start } = emit<{ start(): Promise<unknown> }>(
    `
    async function start() { «async start»
      const later = [timeout(1).then(() => step()), Promise.resolve().then(() => step())];
      queueMicrotask(() => step());
      await⟨later[0]⟩;
      await⟨later[1]⟩;
    «end» }
    function step() { «sync step» «end» }
    return { start };`,
    { timeout },
  ).instrumented;
  expect(await record(() => start())).toMatchSpanTree(`
    start async
      step thread
      step thread
      step thread`);
});

test.each([
  ['a value', () => 7],
  ['a promise', () => immediate(7)],
  ['a settled promise', () => Promise.resolve(7)],
  ['a rejected promise', () => rejected(ERROR)],
  ['nothing', () => undefined],
])('ticks are those of the bare function: %s', async (_, make) => {
  const recording = await contrast(api(), async ({ load, plain }) => [
    await ticks((note) => {
      const promise = plain(make());
      promise.then(note, note);
      note('called');
      return promise;
    }),
    await ticks(() => load(make(), () => null)),
    await ticks(() => load(make(), make)),
  ]);
  expect(recording).toHaveNoOpenSpans();
  expect(recording.spans.filter(({ name }) => name === 'load')).toHaveLength(2);
});

test('recursion of awaits nests', async () => {
  const { down } = emit<{ down(n: number): Promise<number> }>(`
    async function down(n) { «async down»
      if (n === 0) return⟨0⟩
      return⟨1 + await⟨down(n - 1)⟩⟩
    «end» }
    return { down };`).instrumented;
  const recording = await record(async () => expect(await down(3)).toBe(3));
  expect(recording).toMatchSpanTree(`
    down async
      down async
        down async
          down async`);
});

test('no span begins at a resumption: one call is one span, ended once', async () => {
  const recording = await record({ clock: 'fixed' }, () => api().instrumented.load(1));
  const [load] = recording.spans;
  expect(recording.spans).toHaveLength(4);
  expect(load?.ended).toBe(true);
  expect(load?.busy).toBeUndefined();
});
