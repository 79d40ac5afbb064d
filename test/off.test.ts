import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setImmediate as immediate } from 'node:timers/promises';
import { promiseHooks } from 'node:v8';
import { current, span, spanFn, start, withDispatcher } from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { runProgram } from './program.ts';

class Cart {
  @spanFn sync(): string {
    return 'sync';
  }
  @spanFn async async(): Promise<string> {
    await immediate();
    return 'async';
  }
  @spanFn promise(): Promise<string> {
    return Promise.resolve('promise');
  }
  @spanFn *items(): Generator<number, string> {
    yield 1;
    return 'generator';
  }
  @spanFn async *later(): AsyncGenerator<number> {
    yield 1;
  }
  @spanFn({ args: never, fields: never, result: never, parent: never, links: never, error: never })
  captured(): string {
    return 'captured';
  }
  @spanFn get total(): number {
    return 5;
  }
  @spanFn arrow = (): string => 'arrow';
  @spanFn static create(): Cart {
    return new this();
  }
}

function never(): never {
  throw new Error('nothing is captured while off');
}

async function useAll(): Promise<void> {
  const cart = Cart.create();
  expect([cart.sync(), cart.captured(), cart.total, cart.arrow()]).toEqual([
    'sync',
    'captured',
    5,
    'arrow',
  ]);
  expect([...cart.items()]).toEqual([1]);
  expect(span('manual', () => 1)).toBe(1);
  using _ = span('guard');
  expect(await cart.async()).toBe('async');
  expect(await cart.promise()).toBe('promise');
  for await (const item of cart.later()) expect(item).toBe(1);
  expect(await span('manual', async () => 2)).toBe(2);
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Fails on any use of the machinery for contexts. */
function forbidContexts(): void {
  const fail = (what: string) => () => expect.fail(`${what} was used`);
  vi.spyOn(AsyncLocalStorage.prototype, 'run').mockImplementation(fail('run'));
  vi.spyOn(AsyncLocalStorage.prototype, 'enterWith').mockImplementation(fail('enterWith'));
  vi.spyOn(AsyncLocalStorage.prototype, 'getStore').mockImplementation(fail('getStore'));
  vi.spyOn(AsyncResource.prototype, 'runInAsyncScope').mockImplementation(fail('a scope'));
  vi.spyOn(promiseHooks, 'onSettled').mockImplementation(fail('a promise hook'));
}

test('with nothing started all runs as it was written, and touches no context', async () => {
  forbidContexts();
  await useAll();
  vi.restoreAllMocks();
  expect(current()).toBeUndefined();
});

test('after a stop nothing is recorded, and no context touched', async () => {
  const names: string[] = [];
  await start({ dispatcher: { spanBegin: ({ name }) => void names.push(name) } }).stop();
  await record(() => {});
  withDispatcher({}, () => {});
  forbidContexts();
  await useAll();
  expect(names).toEqual([]);
});

test('a filter that lets nothing pass is as good as off', async () => {
  const names: string[] = [];
  const dispatcher = { spanBegin: ({ name }: { name: string }) => void names.push(name) };
  const handle = start({ dispatcher, filter: 'off' });
  forbidContexts();
  await useAll();
  vi.restoreAllMocks();
  await handle.stop();
  expect(names).toEqual([]);
});

test('the same program records when on, so that off is no accident', async () => {
  const on = await record({ filter: 'info' }, () =>
    Promise.resolve(new Cart().sync()).then(() => [...new Cart().items()]),
  );
  expect(on.tree()).toBe('Cart.sync thread\nCart.items async');
});

test('while off, no asynchronous hook is ever enabled in the process', async () => {
  const { stdout, stderr, code } = await runProgram(`
    import async_hooks from 'node:async_hooks';
    const enabled = [];
    const { createHook } = async_hooks;
    async_hooks.createHook = (...args) => {
      const hook = createHook(...args);
      const { enable } = hook;
      hook.enable = () => { enabled.push(args); return enable.call(hook); };
      return hook;
    };
    const { spanFn, span } = require('spanfn');
    const work = spanFn('work', async () => { await null; span('inner', () => {}); });
    const stored = () => Object.getOwnPropertySymbols(async_hooks.executionAsyncResource())
      .filter((symbol) => symbol.description === 'kResourceStore');
    work().then(() => console.log(JSON.stringify([enabled.length, stored().length])));
  `);
  expect({ stdout, stderr, code }).toEqual({ stdout: '[0,0]\n', stderr: '', code: 0 });
});
