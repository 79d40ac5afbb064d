import { describe, expect, it } from 'vitest';
import { contrast, outcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Generators = typeof import('./programs/generators.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Generators>(implementation, 'generators');
  describe(implementation.name, () => {
    it('the span is current inside the body on every resume, and nowhere else', async () => {
      const { Pages, currentName } = program.instrumented;
      const pages = new Pages();
      pages.where = () => String(currentName());
      const outside: unknown[] = [];
      await contrast(program, (half) => {
        const steps = half === program.bare ? new half.Pages().list() : pages.list();
        for (const _ of steps) outside.push(half.currentName());
      });
      expect(outside).toEqual([undefined, undefined, undefined, undefined]);
      expect(pages.log).toEqual([
        'page 1 in Pages.list',
        'answer undefined in Pages.list',
        'page 2 in Pages.list',
        'answer undefined in Pages.list',
        'left in Pages.list',
      ]);
    });

    it('spread, destructuring and Array.from end the span', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        const [first] = pages.list();
        return [[...pages.list()], Array.from(pages.list(1)), first, pages.log];
      });
      expect(recording.spans).toHaveLength(3);
      expect(recording).toHaveNoOpenSpans();
    });

    it('return and throw before the first next start nothing', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        const returned = pages.list();
        const thrown = pages.list();
        return [
          returned.return('early'),
          returned.next(),
          outcomeOf(() => thrown.throw(new Error('early'))),
          thrown.next(),
          pages.log,
        ];
      });
      expect(recording.spans).toEqual([]);
    });

    it('a generator that is never resumed makes no span', async () => {
      const recording = await contrast(program, ({ Pages }) => typeof new Pages().list().next);
      expect(recording.spans).toEqual([]);
    });

    it('a return that the body answers with a yield leaves the span open until the end', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const steps = new Pages().stubborn();
        return [steps.next(), steps.return(9), steps.next(), steps.next()];
      });
      expect(recording).toMatchSpanTree('Pages.stubborn async');
    });

    it('interleaved generators are siblings, each with its own children', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        const called: unknown[] = [];
        pages.where = () => {
          called.push(pages.work());
          return 'body';
        };
        const [one, other] = [pages.list(1), pages.list(1)];
        return [one.next(), other.next(), one.next('a'), other.next('b'), pages.log, called.length];
      });
      expect(recording).toMatchSpanTree(`
        Pages.list async
          Pages.work thread
          Pages.work thread
          Pages.work thread
        Pages.list async
          Pages.work thread
          Pages.work thread
          Pages.work thread`);
    });

    it('yield* is nested, and passes values both ways', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        const steps = pages.all();
        const seen = [steps.next(), steps.next('a'), steps.next('b'), steps.next(), steps.next()];
        return [seen, pages.log];
      });
      expect(recording).toMatchSpanTree(`
        Pages.all async
          Pages.list async`);
    });

    it('a break inside yield* closes both spans', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        for (const page of pages.all()) return [page, pages.log];
      });
      expect(recording).toMatchSpanTree(`
        Pages.all async
          Pages.list async`);
      expect(recording).toHaveNoOpenSpans();
    });

    it('a generator that resumes itself fails as it would have', async () => {
      const recording = await contrast(program, ({ Pages }) => {
        const pages = new Pages();
        pages.running = pages.itself();
        return String((outcomeOf(() => pages.running?.next()) as { error: unknown }).error);
      });
      expect(recording.spans).toHaveLength(1);
      expect(recording).toHaveNoOpenSpans();
    });

    it('its objects are instances of the function, and made by its prototype', async () => {
      await contrast(program, ({ Pages }) => {
        const { list } = Pages.prototype;
        Object.assign(list.prototype, { pageSize: 10 });
        const steps = new Pages().list();
        const own = Object.getPrototypeOf(steps);
        return [steps instanceof list, own === list.prototype, Reflect.get(steps, 'pageSize')];
      });
    });

    it('its methods still read as next, return and throw', async () => {
      await contrast(program, ({ Pages }) => {
        const { next, return: end, throw: fail } = new Pages().list();
        return [next, end, fail].map(({ name, length }) => [name, length]);
      });
    });

    it('busy time is that inside the body', async () => {
      const { Pages } = program.instrumented;
      const recording = await contrast(program, (half) => {
        for (const _ of new half.Pages().list()) spin(2);
      });
      expect(Pages.name).toBe('Pages');
      const [span] = recording.spans;
      expect(span?.busy).toBeGreaterThan(0);
      expect(span?.duration).toBeGreaterThan((span?.busy ?? 0) + 2e6);
    });
  });
}

/** Works for some milliseconds of the clock, so that time outside the body is time. */
function spin(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}
