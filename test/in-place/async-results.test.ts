import { setImmediate as immediate } from 'node:timers/promises';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { contrast } from '../contract/contrast.ts';
import { Account, Query } from '../contract/stage.ts';
import { runProgram } from '../program.ts';
import { emit } from './emitted.ts';
import { ticks } from './ticks.ts';

const ERROR = Object.freeze(new Error('boom'));

interface Relay {
  relay(value: unknown): Promise<unknown>;
}

const relay = (metadata = {}) =>
  emit<Relay>(
    `
    async function relay(value) { «async relay» return⟨value⟩ «end» }
    return { relay };`,
    {},
    metadata,
  );

test.each([
  ['promise', (resolve: Executor) => new Promise(resolve)],
  ['promise subclass', (resolve: Executor) => new Account(resolve)],
  ['promise with a then of its own', (resolve: Executor) => withOwnThen(new Promise(resolve))],
])('the span of a function that returns a %s ends when that settles', async (_, make) => {
  const settle: { done?: (value: unknown) => void; fail?: (error: unknown) => void } = {};
  const pending = () => make((done, fail) => void Object.assign(settle, { done, fail }));
  const { relay: run } = relay({ result: true }).instrumented;
  const recording = await record(async (rec) => {
    const promise = run(pending());
    await immediate();
    expect(rec.spans[0]?.ended).toBe(false);
    settle.done?.(7);
    expect(await promise).toBe(7);
    expect(rec.spans[0]?.ended).toBe(true);
    const failing = run(pending());
    settle.fail?.(ERROR);
    await expect(failing).rejects.toBe(ERROR);
  });
  expect(recording).toMatchSpanTree(`
    relay async {result=7}
    relay async error: "boom"`);
});

type Executor = (done: (value: unknown) => void, fail: (error: unknown) => void) => void;

function withOwnThen(promise: Promise<unknown>): Promise<unknown> {
  // biome-ignore lint/suspicious/noThenProperty: that is the point.
  return Object.assign(promise, { then: Promise.prototype.then });
}

test.each([
  ['promise', () => immediate(7)],
  ['rejected promise', () => Promise.reject(ERROR)],
  ['promise subclass', () => Account.resolve(7)],
  ['rejected promise subclass', () => Account.reject(ERROR)],
  ['lazy thenable', () => new Query('ok', 7)],
  ['lazy thenable that fails', () => new Query('fail', ERROR)],
])('a %s takes as many ticks as in the bare function', async (_, make) => {
  const recording = await contrast(relay(), ({ relay: run }) =>
    ticks((note) => {
      const promise = run(make());
      promise.then(note, note);
      return promise;
    }),
  );
  expect(recording).toHaveNoOpenSpans();
  expect(recording).toHaveSpan('relay', { kind: 'async' });
});

test('a lazy thenable runs once, inside the span, which ends with it', async () => {
  const query = new Query('ok', 7);
  const recording = await record(async () => {
    expect(await relay().instrumented.relay(query)).toBe(7);
  });
  expect(query.runs).toBe(1);
  expect(Reflect.ownKeys(query)).not.toContain('then');
  expect(recording).toMatchSpanTree(`
    relay async
      inner thread`);
});

test('an object is asked for its then as often as by the bare function', async () => {
  const asked = async (run: Relay['relay'], wrap: (look: () => void) => object) => {
    const looks: unknown[] = [];
    await run(wrap(() => looks.push('look'))).catch((error) => looks.push(error));
    return looks;
  };
  const getter = (look: () => void) => ({
    // biome-ignore lint/suspicious/noThenProperty: that is the point.
    get then() {
      look();
      return undefined;
    },
  });
  const throwing = (look: () => void) => ({
    // biome-ignore lint/suspicious/noThenProperty: that is the point.
    get then() {
      look();
      throw ERROR;
    },
  });
  const proxy = (look: () => void) =>
    new Proxy(
      {},
      { get: look as never, has: look as never, getOwnPropertyDescriptor: look as never },
    );
  const constructed = (look: () => void) =>
    Object.defineProperty(Promise.resolve(7), 'constructor', {
      get() {
        look();
        return Promise;
      },
    });
  const inherited = (look: () => void) => Object.create(proxy(look));
  for (const wrap of [getter, throwing, proxy, inherited, constructed]) {
    const recording = await contrast(relay(), ({ relay: run }) => asked(run, wrap));
    expect(recording).toHaveNoOpenSpans();
  }
});

test('the process reports rejections of the instrumented functions like those of the bare', async () => {
  const { stdout, stderr } = await runProgram(`
    import { compareRejections } from './test/in-place/rejections.ts';
    compareRejections().then((compared) => console.log(JSON.stringify(compared)));
  `);
  expect(stderr).toBe('');
  const { wanted, counted, spans, open } = JSON.parse(stdout);
  expect(counted).toEqual(wanted);
  expect(JSON.stringify(wanted)).toContain('unhandledRejection');
  expect(spans).toBeGreaterThan(50);
  expect(open).toBe(0);
});
