import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { contrast, settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Promises = typeof import('./programs/promises.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Promises>(implementation, 'promises');
  describe(implementation.name, () => {
    it('a promise kept and returned twice is the same object, and two spans', async () => {
      const recording = await contrast(program, async ({ Store }) => {
        const store = new Store();
        const kept = new Promise((resolve) => queueMicrotask(() => resolve('row')));
        const [first, second] = [store.returned(kept), store.returned(kept)];
        return [first === kept, second === kept, await first];
      });
      expect(recording).toMatchSpanTree(`
        Store.returned async
        Store.returned async`);
      expect(recording).toHaveNoOpenSpans();
    });

    it('a promise handed on by another instrumented function is nested and the same', async () => {
      const recording = await contrast(program, async ({ Store }) => {
        const made = Promise.resolve(1);
        return [new Store().delegated(made) === made, await made];
      });
      expect(recording).toMatchSpanTree(`
        Store.delegated async
          Store.returned async`);
    });

    it('a promise that has settled ends its span at once', async () => {
      const recording = await contrast(program, ({ Store }) => {
        void new Store().returned(Promise.resolve(1));
      });
      expect(recording).toMatchSpanTree('Store.returned async');
    });

    it('a promise that never settles keeps its span open, and nothing else', async () => {
      const recording = await contrast(program, ({ Store }) => {
        const store = new Store();
        void store.returned(new Promise(() => {}));
        void store.awaited(new Promise(() => {}));
        return store.sync(1);
      });
      expect(recording).toMatchSpanTree(`
        Store.returned async (open)
        Store.awaited async (open)
        Store.sync thread`);
    });

    it('a promise of another realm stays one, and its span ends', async () => {
      const recording = await contrast(program, async ({ Store }) => {
        const foreign = runInNewContext(
          'new Promise((resolve) => Promise.resolve().then(resolve))',
        );
        const result = new Store().returned(foreign);
        return [result === foreign, result instanceof Promise, await result];
      });
      expect(recording).toMatchSpanTree('Store.returned async');
    });

    it.each(['returned', 'awaited'] as const)('%s: reasons other than errors', async (method) => {
      const recording = await contrast(program, ({ Store }) => {
        const store = new Store();
        const outcome = (reason: unknown) =>
          settledOutcomeOf(() => store[method](Promise.reject(reason)));
        return Promise.all([outcome(undefined), outcome(null), outcome(0), outcome('text')]);
      });
      expect(recording.spans.map(({ status }) => status)).toEqual(Array(4).fill('error'));
      expect(recording.spans.map(({ error }) => error)).toEqual([undefined, null, 0, 'text']);
    });

    it('the recorded result is the value, not what hangs on the promise', async () => {
      const recording = await contrast(program, ({ Store }) => {
        const child = Object.assign(Promise.resolve('exit'), { kill() {}, stdio: ['pipe'] });
        const later = new Promise((resolve) => queueMicrotask(() => resolve(5)));
        return Promise.all([child, later].map((promise) => new Store().recorded(promise)));
      });
      expect(recording.spans.map(({ fields }) => fields['result'])).toEqual(['exit', 5]);
    });

    it('calls that overlap keep their own spans', async () => {
      const recording = await contrast(program, async ({ Store }) => {
        const store = new Store();
        const slow = deferred();
        const one = store.awaited(slow.promise);
        const other = store.awaited(store.returned(Promise.resolve(2)));
        slow.resolve(await other);
        return [await one, await other];
      });
      expect(recording).toMatchSpanTree(`
        Store.awaited async
        Store.returned async
        Store.awaited async`);
      expect(recording).toHaveNoOpenSpans();
    });

    it('a sync method answers in the same tick, as a thread span', async () => {
      const recording = await contrast(program, ({ Store }) => {
        const order: string[] = [];
        Promise.resolve().then(() => order.push('microtask'));
        order.push(String(new Store().sync('answer')));
        return [...order];
      });
      expect(recording).toMatchSpanTree('Store.sync thread');
    });

    it('a promise from a function declared sync is corrected to an async span', async () => {
      const recording = await contrast(program, async ({ Store }) => {
        const made = new Promise((resolve) => queueMicrotask(() => resolve(1)));
        return [new Store().mistaken(made) === made, await made];
      });
      expect(recording).toMatchSpanTree('Store.mistaken async');
    });
  });
}

function deferred() {
  let resolve: (value: unknown) => void = () => {};
  const promise = new Promise<unknown>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
