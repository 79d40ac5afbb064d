import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { IMPLEMENTATIONS } from './implementations.ts';
import { buildFile } from './program.ts';

type Clocks = typeof import('./programs/in-place.ts');
type Clock = InstanceType<Clocks['Clock']>;

const METHODS = ['now', 'later', 'failing', 'caught', 'looped', 'steps', 'adopted'] as const;
/** More turns than any of them takes. */
const TURNS = 40;

/** What a method is told to do, as a promise; of a generator, to run to its end. */
async function finished(clock: Clock, method: (typeof METHODS)[number]): Promise<unknown> {
  if (method !== 'steps') return clock[method]();
  const steps: number[] = [];
  for await (const step of clock.steps()) steps.push(step);
  return steps;
}

/** In which turn of the microtask queue a call settles. */
async function turnsOf(run: () => Promise<unknown>): Promise<number> {
  let turn = 0;
  let settled = -1;
  const note = (): void => {
    settled = turn;
  };
  run().then(note, note);
  for (; turn < TURNS; turn++) await undefined;
  return settled;
}

/** How many promises are made until a call has settled. */
async function promisesOf(run: () => Promise<unknown>): Promise<number> {
  let made = 0;
  const hook = createHook({
    init(_, type) {
      if (type === 'PROMISE') made++;
    },
  }).enable();
  await run().catch(() => {});
  hook.disable();
  return made;
}

for (const implementation of IMPLEMENTATIONS.filter(({ inPlace }) => inPlace)) {
  const program = await buildFile<Clocks>(implementation, 'in-place');
  describe(implementation.name, () => {
    it.each(METHODS)('%s settles in the same turn', async (method) => {
      const recording = await contrast(program, ({ Clock }) =>
        turnsOf(() => finished(new Clock(), method)),
      );
      expect(recording.spans.length).toBeGreaterThan(0);
      expect(recording).toHaveNoOpenSpans();
    });

    it.each(METHODS.filter((method) => method !== 'adopted'))(
      '%s makes no promise more',
      async (method) => {
        await contrast(program, async ({ Clock }) => {
          await finished(new Clock(), method).catch(() => {}); // The first call may load something.
          return promisesOf(() => finished(new Clock(), method));
        });
      },
    );

    it('functions keep their kinds', async () => {
      await contrast(program, ({ Clock }) => {
        const clock = new Clock();
        const kinds = (['now', 'steps', 'counted', 'adopted'] as const).map(
          (name) => Object.getPrototypeOf(clock[name])[Symbol.toStringTag],
        );
        expect(kinds).toEqual([
          'AsyncFunction',
          'AsyncGeneratorFunction',
          'GeneratorFunction',
          'AsyncFunction',
        ]);
        return kinds;
      });
    });

    it('what runs after a return is below its span', async () => {
      const recording = await contrast(program, ({ Return }) => {
        const last = new Return();
        return [
          last.tried(),
          last.caught(),
          last.looped(),
          last.nothing(true),
          last.nothing(false),
        ];
      });
      expect(recording).toMatchSpanTree(`
        Return.tried thread
          Return.after thread
        Return.caught thread
          Return.after thread
        Return.looped thread
          Return.after thread
        Return.nothing thread
        Return.nothing thread
          Return.after thread`);
    });

    it('no function is replaced: a body is where it was written', async () => {
      await contrast(program, ({ Clock }) => {
        const source = Function.prototype.toString.call(Clock.prototype.later);
        expect(source).toContain('return 2');
        return Clock.prototype.later.name;
      });
    });

    it('generators have no methods of their own', async () => {
      await contrast(program, ({ Clock }) => {
        const clock = new Clock();
        return [
          Reflect.ownKeys(clock.counted()),
          Reflect.ownKeys(clock.steps()),
          [...clock.counted()],
        ];
      });
    });
  });
}
