import { current, start, withDispatcher } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { emit } from './emitted.ts';
import { ticks } from './ticks.ts';

interface Every {
  sync(): unknown;
  auto(): unknown;
  async(): Promise<unknown>;
  generator(): Generator;
  stream(): AsyncGenerator;
}

const every = () =>
  emit<Every>(`
    function sync() { «sync sync» return⟨1⟩ «end» }
    function auto() { «auto auto» return⟨sync()⟩ «end» }
    async function async() { «async async»
      await⟨null⟩; for await (const x of⟨[1]⟩) { ⟨⟩ sync(); } ⟨⟩ return⟨auto()⟩
    «end» }
    function* generator() { «generator generator» yield⟨sync()⟩; yield*⟨[2, 3]⟩; «end» }
    async function* stream() { «async generator stream»
      await⟨null⟩; yield⟨sync()⟩; yield*⟨[2, 3]⟩; answer⟨4⟩
    «end» }
    return { sync, auto, async, generator, stream };`);

const run = ({ sync, auto, async, generator, stream }: Every) =>
  ticks(async (note) => {
    note([sync(), auto(), ...generator()]);
    note(await async());
    for await (const item of stream()) note(item);
  });

const SPANS = 11;

test('off, nothing is recorded and the bare program runs', async () => {
  const { bare, instrumented } = every();
  const wanted = await run(bare);
  expect(await run(instrumented)).toEqual(wanted);
  const recording = await record(() => run(instrumented));
  expect(recording.spans).toHaveLength(SPANS);
  expect(await run(instrumented)).toEqual(wanted);
  expect(recording.spans).toHaveLength(SPANS);
});

test('calls that were made before the start have no span after it either', async () => {
  const { instrumented } = every();
  const [generator, stream, promise] = [
    instrumented.generator(),
    instrumented.stream(),
    instrumented.async(),
  ];
  generator.next();
  await stream.next();
  const recording = await record(async () => {
    generator.next();
    generator.return(1);
    await stream.return(1);
    await promise;
  });
  expect(recording.spans).toEqual([]);
});

test('a dispatcher that wants nothing gets nothing', async () => {
  const { bare, instrumented } = every();
  const wanted = await run(bare);
  let begun = 0;
  const dispatcher = { wants: () => false, spanBegin: () => void begun++ };
  // Another that does want them keeps the sites on.
  await record(async () => {
    await withDispatcher(dispatcher, async () => {
      expect(await run(instrumented)).toEqual(wanted);
    });
  });
  expect(begun).toBe(0);
});

test('a dispatcher that throws is counted and harms no call', async () => {
  const { bare, instrumented } = every();
  const wanted = await run(bare);
  const fail = () => {
    throw new Error('dispatcher');
  };
  const handle = start({ dispatcher: { spanBegin: fail, spanEnd: fail } });
  try {
    expect(await run(instrumented)).toEqual(wanted);
    expect(current()).toBeUndefined();
    expect(handle.stats()).toMatchObject({ spansEnded: SPANS, dispatcherErrors: SPANS * 2 });
  } finally {
    await handle.stop();
  }
});

test('what a dispatcher calls makes no spans', async () => {
  const { instrumented } = every();
  const handle = start({ dispatcher: { spanEnd: () => void instrumented.sync() } });
  try {
    await run(instrumented);
    expect(handle.stats().spansEnded).toBe(SPANS);
  } finally {
    await handle.stop();
  }
});
