import { setImmediate as immediate } from 'node:timers/promises';
import { current, type Dispatcher, span, spanFn, start, withContext } from 'spanfn';
import { type Recording, record, type SpanEvent } from 'spanfn/testing';
import { afterEach, expect, test } from 'vitest';
import 'spanfn/vitest';

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

const line = ({ type, span: { name } }: SpanEvent): string => `${type} ${name}`;
const leaf = (name: string): void => span(name, () => {});

test('events are begins and ends in the order in which they came', async () => {
  const rec = await record(async () => {
    await span('a', async () => {
      leaf('b');
      await Promise.all([span('c', () => immediate()), span('d', async () => leaf('e'))]);
    });
  });
  expect(rec.events.map(line)).toEqual([
    'begin a',
    'begin b',
    'end b',
    'begin c',
    'begin d',
    'begin e',
    'end e',
    'end d',
    'end c',
    'end a',
  ]);
  expect(rec.events.map(({ kind }) => kind)).toEqual(rec.events.map(({ span: { kind } }) => kind));
});

/** A small generator of pseudo-random numbers: the seed decides the program. */
function chance(seed: number): () => number {
  let state = seed + 0x9e3779b9;
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function wander(random: () => number, depth: number): Promise<void> {
  const steps = depth === 0 ? 0 : Math.floor(random() * 4);
  for (let i = 0; i < steps; i++) {
    const kind = Math.floor(random() * 4);
    const fails = random() < 0.2;
    const deeper = (): Promise<void> => wander(random, depth - 1);
    const body = async (): Promise<void> => {
      await deeper();
      if (fails) throw new Error('chance');
    };
    if (kind === 0) leaf('leaf');
    else if (kind === 1) await span('async', body).catch(() => {});
    else if (kind === 2) await Promise.allSettled([span('one', body), span('two', body)]);
    else for await (const _ of items(deeper)) if (fails) break;
  }
}

const items = spanFn('items', async function* (deeper: () => Promise<void>) {
  yield 1;
  await deeper();
  yield 2;
});

function checkPairs({ events, spans }: Recording): void {
  const open = new Set<unknown>();
  for (const { type, span: one } of events) {
    if (type === 'begin') {
      expect(one.parent === null || open.has(one.parent)).toBe(true);
      open.add(one);
    } else expect(open.delete(one)).toBe(true);
  }
  expect(open.size).toBe(0);
  expect(events).toHaveLength(2 * spans.length);
}

test('in random programs every begin has its end, inside of its parent', async () => {
  let total = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const rec = await record(() => wander(chance(seed), 4));
    checkPairs(rec);
    expect(rec).toHaveNoOpenSpans();
    total += rec.spans.length;
  }
  expect(total).toBeGreaterThan(1000);
});

test('a span ends once, however often its generator is asked after its end', async () => {
  const rec = await record(async () => {
    const queue = items(async () => {});
    await Promise.all([1, 2, 3, 4, 5].map(() => queue.next()));
    await queue.return(undefined);
  });
  expect(rec.events.map(line)).toEqual(['begin items', 'end items']);
});

test('a span ends once, however often a thenable says that it is done', async () => {
  const answer = (resolve: (value: number) => void, reject: (error: Error) => void): void => {
    resolve(1);
    resolve(2);
    reject(new Error('no'));
  };
  const ask = spanFn({ name: 'ask', result: true }, () =>
    Object.defineProperty({}, 'then', { value: answer, configurable: true }),
  );
  const rec = await record(async () => expect(await ask()).toBe(1));
  expect(rec.events.map(line)).toEqual(['begin ask', 'end ask']);
  expect(rec.tree()).toBe('ask async {result=1}');
});

test('open spans are told, and marked in the tree, until they have ended', async () => {
  let end: () => void = () => {};
  const rec = await record(() => {
    void span('open', () => new Promise<void>((resolve) => (end = resolve)));
    leaf('closed');
  });
  expect(rec.openSpans.map(({ name }) => name)).toEqual(['open']);
  expect(rec).toMatchSpanTree(`
    open async (open)
    closed thread
  `);
  end();
  await immediate();
  expect(rec).toHaveNoOpenSpans();
  expect(rec.tree()).toBe('open async\nclosed thread');
  expect(rec.events.map(line).at(-1)).toBe('end open');
});

test('ids and times can be fixed', async () => {
  const run = (): void => span('outer', () => span('inner', () => {}));
  const options = { ids: 'fixed', clock: 'fixed' } as const;
  const [one, two] = [await record(options, run), await record(options, run)];
  const shape = (rec: Recording) =>
    rec.spans.map(({ traceId, spanId, parentSpanId, startTime, duration }) => ({
      traceId,
      spanId,
      parentSpanId,
      startTime,
      duration,
    }));
  expect(shape(one)).toEqual(shape(two));
  expect(shape(one)).toEqual([
    {
      traceId: '00000001000000020000000300000004',
      spanId: '0000000500000006',
      parentSpanId: undefined,
      startTime: 946_684_800_000_000_000n,
      duration: 3000,
    },
    {
      traceId: '00000001000000020000000300000004',
      spanId: '0000000500000007',
      parentSpanId: '0000000500000006',
      startTime: 946_684_800_000_001_000n,
      duration: 1000,
    },
  ]);
});

test('the filter says what is recorded', async () => {
  const rec = await record({ filter: 'info,db=off' }, () => {
    span('info', () => {});
    span('debug', { level: 'debug' }, () => {});
    span('db', { target: 'db' }, () => {});
  });
  expect(rec.tree()).toBe('info thread');
});

test('the tree can leave fields out', async () => {
  const rec = await record(() => span('work', { fields: { a: 1 } }, () => {}));
  expect([rec.tree(), rec.tree({ fields: false })]).toEqual(['work thread {a=1}', 'work thread']);
});

function listening(): { names: string[]; dispatcher: Dispatcher } {
  const names: string[] = [];
  return { names, dispatcher: { spanBegin: ({ name }) => void names.push(name) } };
}

test('a recording and a running global dispatcher see nothing of each other', async () => {
  const { names, dispatcher } = listening();
  start({ dispatcher });
  leaf('before');
  const recorded = record(async () => {
    leaf('recorded');
    await immediate();
    leaf('recorded too');
  });
  await span('beside', async () => {
    await immediate();
    leaf('inside');
  });
  const rec = await recorded;
  leaf('after');
  expect(names).toEqual(['before', 'beside', 'inside', 'after']);
  expect(rec.tree()).toBe('recorded thread\nrecorded too thread');
});

test('what a recording has started and outlives it does not reach the global dispatcher', async () => {
  const { names, dispatcher } = listening();
  start({ dispatcher });
  let late: Promise<void> | undefined;
  const rec = await record(() => {
    late = immediate()
      .then(() => immediate())
      .then(() => leaf('late'));
  });
  await late;
  expect(names).toEqual([]);
  expect(rec.spans).toEqual([]);
});

test('a recording starts traces of its own, whatever runs around it', async () => {
  const outer = await record(() =>
    span('outer', () =>
      withContext({ request: 1 }, async () => {
        const inner = await record(() => {
          expect(current()).toBeUndefined();
          leaf('inner');
        });
        expect(inner.spans[0]).toMatchObject({ parent: null, parentSpanId: undefined, depth: 0 });
        expect(inner.tree()).toBe('inner thread {request=1}');
        leaf('after');
      }),
    ),
  );
  expect(outer.tree()).toBe('outer async\n  after thread {request=1}');
});

test.concurrent.each([1, 2, 3, 4, 5])('concurrent recordings keep apart: %d', async (n) => {
  const rec = await record(async () => {
    for (let i = 0; i < 20; i++) {
      await immediate();
      leaf(`${n}`);
    }
  });
  expect(rec.spans.map(({ name }) => name)).toEqual(Array(20).fill(`${n}`));
});

test('a recording of a block ends with it', () => {
  let kept: Recording;
  {
    using rec = record({ filter: 'info' });
    leaf('inside');
    span('left out', { level: 'debug' }, () => {});
    kept = rec;
  }
  leaf('outside');
  expect(kept.tree()).toBe('inside thread');
});

test('recordings of blocks disposed out of order leave all as it was', async () => {
  const rec = await record(() => {
    span('outer', () => {
      const [one, two] = [record(), record()];
      one[Symbol.dispose]();
      two[Symbol.dispose]();
      leaf('inner');
      expect([one.spans, two.spans]).toEqual([[], []]);
    });
  });
  expect(rec.tree()).toBe('outer thread\n  inner thread');
});

test('a failure of what is recorded is the failure of the recording', async () => {
  const error = new Error('no');
  const throwing = (): never => {
    throw error;
  };
  await expect(record(throwing)).rejects.toBe(error);
  await expect(record(async () => throwing())).rejects.toBe(error);
  expect(current()).toBeUndefined();
});

test('the recording is given to what is recorded', async () => {
  let given: Recording | undefined;
  const rec = await record((own) => {
    given = own;
    leaf('work');
    expect(own.spans).toHaveLength(1);
  });
  expect(given).toBe(rec);
});

test('options that cannot be are refused', () => {
  const wrong = [{ ids: 'random' }, { clock: 5 }, { filtre: 'info' }, [], 5, null];
  for (const options of wrong) {
    expect(() => record(options as never)).toThrow(
      expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
    );
  }
});

test('deep trees can be drawn', async () => {
  const rec = await record(
    () =>
      new Promise<void>((resolve) => {
        const step = spanFn('step', (left: number): void => {
          if (left === 0) resolve();
          else queueMicrotask(() => step(left - 1));
        });
        step(5000);
      }),
  );
  const lines = rec.tree().split('\n');
  expect(lines).toHaveLength(5001);
  expect(lines.at(-1)).toBe(`${'  '.repeat(5000)}step thread`);
});

test('broad trees can be drawn', async () => {
  const rec = await record(() =>
    span('root', () => {
      for (let i = 0; i < 200_000; i++) leaf('leaf');
    }),
  );
  expect(rec.tree().split('\n')).toHaveLength(200_001);
  expect(rec).toMatchSpanTree(rec.tree(), { unordered: true });
});
