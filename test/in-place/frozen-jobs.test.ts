import { spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import { emit } from './emitted.ts';

interface Functions {
  sync(): string;
  auto(): string;
  async(): Promise<string>;
  generator(): Generator<string>;
  asyncGenerator(): AsyncGenerator<string>;
}

const { instrumented } = emit<Functions>(
  `return {
    sync() { «sync sync» return inner(); «end» },
    auto() { «auto auto» return⟨inner()⟩; «end» },
    async async() { «async async» inner(); return await⟨inner()⟩; «end» },
    *generator() { «generator generator» yield⟨inner()⟩; «end» },
    async *asyncGenerator() { «async generator asyncGenerator» yield⟨inner()⟩; «end» },
  };`,
  { inner: spanFn('inner', () => 'done') },
);
const wrapped = spanFn('wrapped', async () => 'done');

const CALLS: readonly [string, () => unknown, string][] = [
  ['sync', () => instrumented.sync(), 'done'],
  ['auto', () => instrumented.auto(), 'done'],
  ['async', () => instrumented.async(), 'done'],
  ['generator', () => [...instrumented.generator()].join(), 'done'],
  ['asyncGenerator', async () => (await instrumented.asyncGenerator().next()).value, 'done'],
  ['wrapped', () => wrapped(), 'done'],
];

/** Up to Node 22, the job that runs `call` keeps its frame on the promise that is frozen here. */
function inFrozenJob<T>(call: () => T, freeze: (promise: object) => void): Promise<T> {
  const promise = Promise.resolve().then(call);
  freeze(promise);
  return promise as Promise<T>;
}

describe.each([
  ['frozen', Object.freeze],
  ['sealed', Object.seal],
])('in the job of a %s promise', (_, freeze) => {
  test.each(CALLS)('%s runs, and its spans nest', async (name, call, result) => {
    let returned: unknown;
    const { spans } = await record(async () => {
      returned = await inFrozenJob(call, freeze);
    });
    expect(returned).toBe(result);
    const span = spans.find((each) => each.name === name)!;
    for (const inner of spans.filter((each) => each !== span)) {
      expect(inner.parent?.spanId).toBe(span.spanId);
    }
    expect(spans.length).toBeGreaterThanOrEqual(name === 'wrapped' ? 1 : 2);
  });

  test('what comes after in the same job and in others is not below it', async () => {
    const seen = await record(async () => {
      await inFrozenJob(() => {
        instrumented.sync();
        instrumented.auto();
      }, freeze);
      instrumented.sync();
    });
    expect(seen.tree()).toBe(
      [
        'sync thread',
        '  inner thread',
        'auto thread',
        '  inner thread',
        'sync thread',
        '  inner thread',
      ].join('\n'),
    );
  });
});
