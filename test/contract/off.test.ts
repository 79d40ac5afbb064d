import { type Dispatcher, spanFn, start } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Off = typeof import('./programs/off.ts');

/** The storage in which spans travel, as all copies of the package share it. */
function storedFrame(): unknown {
  const { slices } = Reflect.get(globalThis, Symbol.for('spanfn')) as {
    slices: { frame: { getStore(): unknown } };
  };
  return slices.frame.getStore();
}

const RUNS = 11;

for (const implementation of DECORATING) {
  const program = await buildFile<Off>(implementation, 'off');

  /** What is stored while the functions run, once for each time that they tell. */
  const storedInside = async (): Promise<unknown[]> => {
    const stored: unknown[] = [];
    await new program.instrumented.Report(() => stored.push(storedFrame())).runAll();
    return stored;
  };

  describe(implementation.name, () => {
    it('while nothing records, functions run without a frame', async () => {
      expect(await storedInside()).toEqual(Array(RUNS).fill(undefined));
    });

    it('the same functions have a frame while something records', async () => {
      const recording = await record(async () => {
        expect(await storedInside()).not.toContain(undefined);
      });
      expect(recording.spans).toHaveLength(7);
    });

    it('after the recorder has stopped, nothing is recorded any more', async () => {
      const recording = await contrast(program, ({ Report }) => new Report(() => {}).runAll());
      await storedInside();
      expect(recording.spans).toHaveLength(7);
    });

    it('a filter that lets nothing through is off', async () => {
      const seen: unknown[] = [];
      const dispatcher: Dispatcher = { spanBegin: (span) => void seen.push(span.name) };
      await using _handle = start({ dispatcher, filter: 'off' });
      expect(await storedInside()).toEqual(Array(RUNS).fill(undefined));
      expect(seen).toEqual([]);
    });

    it('a generator begun while off stays without a span', async () => {
      const steps = new program.instrumented.Report(() => {}).steps();
      steps.next();
      const recording = await record(() => [...steps]);
      expect(recording.spans).toEqual([]);
    });
  });
}

it('a wrapped function runs without a frame while nothing records', async () => {
  const traced = spanFn('traced', storedFrame);
  expect(traced()).toBeUndefined();
  await record(() => expect(traced()).toBeDefined());
});
