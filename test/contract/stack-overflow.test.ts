import { current, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, it } from 'vitest';
import { settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Module = typeof import('./programs/depths.ts');

const METHODS = ['sync', 'unknown', 'promised', 'later', 'steps'] as const;

/** What endless recursion ends with. */
async function overflow(depths: Module['Depths']['prototype'], method: string): Promise<unknown> {
  const outcome = await settledOutcomeOf(() => {
    const result = (depths as unknown as Record<string, () => unknown>)[method]?.();
    return method === 'steps' ? [...(result as Generator)] : result;
  });
  return (outcome as { error: unknown }).error;
}

for (const implementation of DECORATING) {
  const { instrumented } = await buildFile<Module>(implementation, 'depths');
  describe(implementation.name, () => {
    it.each(METHODS)('endless recursion of %s is a RangeError and no more', async (method) => {
      const depths = new instrumented.Depths();
      let after: unknown;
      const recording = await record(async () => {
        expect(await overflow(depths, method)).toBeInstanceOf(RangeError);
        after = current();
        depths.leaf();
      });
      expect(after).toBeUndefined();
      const leaf = recording.spans.find(({ name }) => name === 'Depths.leaf');
      expect(leaf?.depth).toBe(0);
    });

    it.each(METHODS)(
      'endless recursion of %s leaves the span around it current',
      async (method) => {
        const depths = new instrumented.Depths();
        let names: (string | undefined)[] = [];
        const recording = await record(() =>
          span('around', async (around) => {
            await overflow(depths, method);
            names = [current()?.name, around.name];
            depths.leaf();
          }),
        );
        expect(names).toEqual(['around', 'around']);
        const leaf = recording.spans.find(({ name }) => name === 'Depths.leaf');
        expect(leaf?.parent?.name).toBe('around');
      },
    );
  });
}
