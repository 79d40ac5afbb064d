import { describe, expect, it } from 'vitest';
import { contrast, settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Generators = typeof import('./programs/generators.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Generators>(implementation, 'generators');
  describe(implementation.name, () => {
    it('the span is current inside the body across its awaits, and nowhere else', async () => {
      const { Pages, currentName } = program.instrumented;
      const pages = new Pages();
      pages.where = () => String(currentName());
      const outside: unknown[] = [];
      await contrast(program, async (half) => {
        const steps = half === program.bare ? new half.Pages().stream() : pages.stream();
        for await (const _ of steps) outside.push(half.currentName());
      });
      expect(outside).toEqual([undefined, undefined, undefined, undefined]);
      expect(pages.log).toEqual([
        'page 1 in Pages.stream',
        'resumed in Pages.stream',
        'page 2 in Pages.stream',
        'resumed in Pages.stream',
        'left in Pages.stream',
      ]);
    });

    it('calls of next that do not wait for each other are answered in their order', async () => {
      const recording = await contrast(program, async ({ Pages }) => {
        const pages = new Pages();
        const steps = pages.stream();
        const all = [steps.next(), steps.next(), steps.next(), steps.next()];
        return [await Promise.all(all), pages.log];
      });
      expect(recording).toMatchSpanTree('Pages.stream async');
      expect(recording).toHaveNoOpenSpans();
    });

    it('break, return and throw close the span after the body has left', async () => {
      const recording = await contrast(program, async ({ Pages }) => {
        const pages = new Pages();
        for await (const _ of pages.stream()) break;
        const returned = pages.stream();
        const thrown = pages.stream();
        await returned.next();
        await thrown.next();
        const error = new Error('boom');
        return [
          await returned.return('early'),
          await settledOutcomeOf(() => thrown.throw(error)),
          pages.log,
        ];
      });
      expect(recording).toMatchSpanTree(`
        Pages.stream async
        Pages.stream async
        Pages.stream async error: "boom"`);
    });

    it('return and throw before the first next start nothing', async () => {
      const recording = await contrast(program, async ({ Pages }) => {
        const pages = new Pages();
        const error = new Error('early');
        return [
          await pages.stream().return('early'),
          await settledOutcomeOf(() => pages.stream().throw(error)),
          pages.log,
        ];
      });
      expect(recording.spans).toEqual([]);
    });

    it('yield* and for await over a sync iterable work inside', async () => {
      const recording = await contrast(program, async ({ Pages }) => {
        const seen: number[] = [];
        for await (const page of new Pages().relay()) seen.push(page);
        return seen;
      });
      expect(recording).toMatchSpanTree(`
        Pages.relay async
          Pages.stream async`);
    });

    it('interleaved async generators are siblings, each with its own children', async () => {
      const recording = await contrast(program, async ({ Pages }) => {
        const pages = new Pages();
        const called: unknown[] = [];
        pages.where = () => {
          called.push(pages.work());
          return 'body';
        };
        const [one, other] = [pages.stream(1), pages.stream(1)];
        const first = await Promise.all([one.next(), other.next()]);
        return [first, await Promise.all([other.next(), one.next()]), called.length];
      });
      expect(recording).toMatchSpanTree(`
        Pages.stream async
          Pages.work thread
          Pages.work thread
          Pages.work thread
        Pages.stream async
          Pages.work thread
          Pages.work thread
          Pages.work thread`);
    });

    it('steps are native promises', async () => {
      await contrast(program, async ({ Pages }) => {
        const step = new Pages().stream().next();
        return [step instanceof Promise, step.constructor === Promise, await step];
      });
    });
  });
}
