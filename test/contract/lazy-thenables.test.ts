import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { contrast, outcomeOf, settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

type Lazy = typeof import('./programs/lazy.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Lazy>(implementation, 'lazy');
  describe(implementation.name, () => {
    it('a thenable that nobody awaits never runs and makes no span', async () => {
      const recording = await contrast(program, async ({ Repo }) => {
        const query = new Repo().find();
        await setImmediate();
        return query.runs;
      });
      expect(recording.spans).toEqual([]);
    });

    it('a thenable that nobody awaits, with spans below it, ends when it is collected', async () => {
      const recording = await contrast(program, ({ Repo }) => new Repo().findPriced().runs);
      expect(recording).toHaveSpan('price', { parent: 'Repo.findPriced' });
      while (recording.openSpans.length > 0) {
        collectGarbage();
        await setImmediate();
      }
      expect(recording.events).toHaveLength(4);
    });

    it.each(['catch', 'finally'] as const)('%s is a demand like then', async (demand) => {
      const recording = await contrast(program, async ({ Repo }) => {
        const query = new Repo().find();
        return [await query[demand](() => {}), query.runs];
      });
      expect(recording).toMatchSpanTree('Repo.find async');
      expect(recording).toHaveNoOpenSpans();
    });

    it('its run is inside the span, its consumer is not', async () => {
      let names: unknown[] = [];
      const recording = await contrast(program, async ({ Repo, currentName }) => {
        const query = new Repo().find();
        await query.then(() => {
          names = [query.spanInside, currentName()];
        });
      });
      expect(names).toEqual(['Repo.find', undefined]);
      expect(recording).toMatchSpanTree('Repo.find async');
    });

    it('then called twice runs twice, as in bare code, and is one span', async () => {
      const recording = await contrast(program, async ({ Repo }) => {
        const query = new Repo().find();
        return [await query, await query, query.runs];
      });
      expect(recording).toMatchSpanTree('Repo.find async');
    });

    it('the same thenable returned by two calls runs once', async () => {
      const recording = await contrast(program, async ({ Repo }) => {
        const repo = new Repo();
        const query = repo.same(repo.find());
        return [await query, query.runs, Reflect.ownKeys(query)];
      });
      expect(recording.spans.map(({ name }) => name).sort()).toEqual(['Repo.find', 'Repo.same']);
      expect(recording).toHaveNoOpenSpans();
    });

    it('a then that returns nothing and answers at once is left so', async () => {
      const recording = await contrast(program, ({ Repo }) => {
        const seen: unknown[] = [];
        const thenable = new Repo().thenable((onFulfilled) => {
          onFulfilled?.('now');
        });
        seen.push(thenable.then((value) => seen.push(value)));
        return seen;
      });
      expect(recording).toMatchSpanTree('Repo.thenable async');
      expect(recording).toHaveNoOpenSpans();
    });

    it('a then that throws ends the span with that error', async () => {
      const recording = await contrast(program, ({ Repo }) => {
        const thenable = new Repo().thenable(() => {
          throw new Error('boom');
        });
        return settledOutcomeOf(() => thenable);
      });
      expect(recording).toMatchSpanTree('Repo.thenable async error: "boom"');
    });

    it('a then that answers without a rejection handler meets none', async () => {
      const recording = await contrast(program, ({ Repo }) => {
        // As a driver that calls back from a timer: an error thrown there ends the process.
        const thenable = new Repo().thenable((_, onRejected) =>
          outcomeOf(() => onRejected?.('no')),
        );
        return thenable.then(() => {});
      });
      expect(recording).toHaveSpan('Repo.thenable');
    });

    it('a throwing getter of then stays with its reader', async () => {
      const trap = Object.defineProperty({} as { then: unknown }, 'then', {
        get() {
          throw new Error('read');
        },
      });
      const recording = await contrast(program, ({ Repo }) => [
        new Repo().same(trap) === trap,
        outcomeOf(() => new Repo().same(trap).then),
      ]);
      expect(recording.spans).toHaveLength(2);
      expect(recording).toHaveNoOpenSpans();
    });

    it('a frozen thenable is left as it is', async () => {
      const recording = await contrast(program, async ({ Repo, Query }) => {
        // biome-ignore lint/suspicious/noThenProperty: a thenable without state of its own.
        const query = Object.freeze({ then: Query.prototype.then.bind({ runs: 0 } as never) });
        return [new Repo().same(query) === query, await query];
      });
      expect(recording).toHaveNoOpenSpans();
    });
  });
}
