import { current, type Dispatcher, span, withDispatcher } from 'spanfn';
import { enter, leave, site } from 'spanfn/abi';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { settledOutcomeOf } from '../contract/contrast.ts';
import { emit } from './emitted.ts';

interface Depths {
  recurse(): unknown;
  leaf(): unknown;
}

const BODIES = {
  sync: `function recurse() { «sync recurse» recurse(); «end» }`,
  auto: `function recurse() { «auto recurse» return⟨recurse()⟩ «end» }`,
  'auto, without finally': `function recurse() { «auto recurse» leave⟨recurse()⟩ «left» }`,
  async: `async function recurse() { «async recurse» return⟨await⟨recurse()⟩⟩ «end» }`,
  generator: `function* recurse() { «generator recurse» yield*⟨recurse()⟩; «end» }`,
  'generator by next': `function* recurse() { «generator recurse» yield⟨recurse().next()⟩; «end» }`,
  'async generator': `async function* recurse() { «async generator recurse» yield⟨await⟨recurse().next()⟩⟩; «end» }`,
};

const depths = (kind: string) =>
  emit<Depths>(`
    ${BODIES[kind as keyof typeof BODIES]}
    function leaf() { «sync leaf» «end» }
    return { recurse, leaf };`).instrumented;

/** Runs a function of any kind to its end. */
async function outcome({ recurse }: Depths): Promise<unknown> {
  const settled = await settledOutcomeOf(() => {
    const result = recurse() as Partial<Generator & AsyncGenerator>;
    return typeof result?.next === 'function' ? result.next() : result;
  });
  return (settled as { error?: unknown }).error;
}

const KINDS = Object.keys(BODIES);

test.each(KINDS)(
  'endless recursion is a RangeError and leaves nothing current: %s',
  async (kind) => {
    const module = depths(kind);
    const recording = await record(async () => {
      for (let i = 0; i < 3; i++) {
        expect(await outcome(module)).toBeInstanceOf(RangeError);
        expect(current()).toBeUndefined();
        module.leaf();
      }
    });
    const leaves = recording.spans.filter(({ name }) => name === 'leaf');
    expect(leaves.map(({ depth }) => depth)).toEqual([0, 0, 0]);
  },
);

test.each(KINDS)('endless recursion leaves the span around it current: %s', async (kind) => {
  const module = depths(kind);
  const recording = await record(() =>
    span('around', async (around) => {
      for (let i = 0; i < 3; i++) {
        expect(await outcome(module)).toBeInstanceOf(RangeError);
        expect(current() === around).toBe(true);
        module.leaf();
      }
    }),
  );
  const leaves = recording.spans.filter(({ name }) => name === 'leaf');
  expect(leaves.map(({ parent }) => parent?.name)).toEqual(['around', 'around', 'around']);
  const outermost = recording.spans.find(({ name, depth }) => name === 'recurse' && depth === 1);
  expect(outermost).toMatchObject({ status: 'error', ended: true });
});

/** Calls `body` with ever less stack left, so that the overflow strikes at every place once. */
function withLittleStack(body: () => void): void {
  let failures = 0;
  const descend = (): void => {
    try {
      descend();
    } catch (error) {
      if (failures < 200) {
        failures++;
        body();
      }
      throw error;
    }
  };
  expect(descend).toThrow(RangeError);
}

const CALLS: Record<string, string> = {
  sync: `function call() { «sync call» «end» }`,
  auto: `function call() { «auto call» return⟨1⟩ «end» }`,
  async: `function call() { run().catch(() => {}); } async function run() { «async call» await⟨null⟩; «end» }`,
  generator: `function call() { for (const _ of run()); } function* run() { «generator call» yield⟨1⟩; «end» }`,
};

test.each(Object.keys(CALLS))(
  'a call with hardly any stack left leaves it balanced: %s',
  async (kind) => {
    const { call } = emit<{ call(): void }>(`${CALLS[kind]} return { call };`).instrumented;
    await record(() => {
      const balanced = (): void => {
        const around = current();
        withLittleStack(() => {
          try {
            call();
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        });
        expect(current() === around).toBe(true);
      };
      span('outer', balanced);
      balanced();
    });
  },
);

test.each(Object.keys(CALLS))(
  'an end that a stack overflow broke off is told ahead of the next, once: %s',
  async (kind) => {
    const { call } = emit<{ call(): void }>(`${CALLS[kind]} return { call };`).instrumented;
    const ends = new Map<string, number>();
    const brokenOff = new Set<string>();
    const dispatcher: Dispatcher = {
      spanBegin: ({ spanId }) => void ends.set(spanId, 0),
      spanEnd({ spanId }) {
        if (!brokenOff.has(spanId)) {
          brokenOff.add(spanId);
          throw new RangeError('Maximum call stack size exceeded');
        }
        ends.set(spanId, (ends.get(spanId) as number) + 1);
      },
      close() {},
    };
    await withDispatcher(dispatcher, async () => {
      call();
      await new Promise(setImmediate);
      expect([...ends.values()]).toEqual([0]);
      call();
      await new Promise(setImmediate);
      expect([...ends.values()]).toEqual([1, 0]);
    });
    expect([...ends.values()]).toEqual([1, 1]);
  },
);

test('what a call could not take off goes with the call around it; guards stay', async () => {
  const outer = site({ name: 'outer', kind: 'sync', target: '' });
  const inner = site({ name: 'inner', kind: 'sync', target: '' });
  const recording = await record(() => {
    span('around', (around) => {
      const call = enter(outer, undefined);
      enter(inner, undefined);
      const guard = span('guard');
      enter(inner, undefined);
      leave(call);
      expect(current() === guard).toBe(true);
      guard[Symbol.dispose]();
      expect(current() === around).toBe(true);
    });
  });
  expect(recording).toMatchSpanTree(`
    around thread
      outer thread
        inner thread
          guard thread
            inner thread`);
});
