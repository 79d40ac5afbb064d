import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as immediate } from 'node:timers/promises';
import {
  type Dispatcher,
  isEnabled,
  layers,
  markInternal,
  type SpanFnError,
  span,
  spanFn,
  start,
  withDispatcher,
} from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, expect, test, vi } from 'vitest';

/** A dispatcher that writes down what it hears. */
class Diary implements Dispatcher {
  readonly lines: string[] = [];
  spanBegin({ name }: { name: string }): void {
    this.lines.push(`begin ${name}`);
  }
  spanEnd({ name }: { name: string }): void {
    this.lines.push(`end ${name}`);
  }
  flush(): void {
    this.lines.push('flush');
  }
  close(): void {
    this.lines.push('close');
  }
}

const work = spanFn('work', () => 'done');
const handled = ['begin work', 'end work'];

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

test('the global dispatcher hears begin and end, then flush and close at the stop', async () => {
  const diary = new Diary();
  const handle = start({ dispatcher: diary });
  expect(work()).toBe('done');
  await handle.flush();
  await handle.stop();
  expect(work()).toBe('done');
  expect(diary.lines).toEqual([...handled, 'flush', 'flush', 'close']);
});

test('a second start is refused, and the first goes on', async () => {
  const diary = new Diary();
  start({ dispatcher: diary });
  const second = (): unknown => start({ dispatcher: {} });
  expect(second).toThrow(
    expect.objectContaining({
      code: 'SPANFN_DISPATCHER_SET',
      remedy: expect.stringContaining('replace'),
    } satisfies Partial<SpanFnError>),
  );
  work();
  expect(diary.lines).toEqual(handled);
});

test('a start that replaces closes the first, whose handle then stops nothing', async () => {
  const [first, second] = [new Diary(), new Diary()];
  const old = start({ dispatcher: first });
  start({ dispatcher: second, replace: true });
  await old.stop();
  work();
  expect(first.lines).toEqual(['flush', 'close']);
  expect(second.lines).toEqual(handled);
});

test('a mistaken start changes nothing', async () => {
  const diary = new Diary();
  start({ dispatcher: diary });
  const mistakes = [{ filter: '???' }, { dispatcher: 5 }, { redact: 'x' }, { nonsense: 1 }];
  for (const mistake of mistakes) {
    expect(() => start({ ...mistake, replace: true } as never)).toThrow('SPANFN_BAD');
  }
  work();
  expect(diary.lines).toEqual(handled);
});

test('after the stop all is quiet, also twice', async () => {
  const handle = start({ dispatcher: {} });
  await handle.stop();
  await handle.stop();
  expect(work()).toBe('done');
  expect(isEnabled()).toBe(false);
  expect(handle.stats()).toMatchObject({ spansBegun: 0, spansEnded: 0, dispatcherErrors: 0 });
});

test('ends that come after the close are dropped and counted', async () => {
  const diary = new Diary();
  const handle = start({ dispatcher: diary });
  const pending = span('open', async () => {
    await immediate();
    span('too late', () => {});
  });
  await handle.stop();
  await pending;
  expect(handle.stats()).toMatchObject({ spansBegun: 1, spansEnded: 0, endsAfterClose: 1 });
  expect(diary.lines).toEqual(['begin open', 'flush', 'close']);
});

test('an open span ends at the dispatcher that it began with, not at its successor', async () => {
  const [first, second] = [new Diary(), new Diary()];
  const handle = start({ dispatcher: first });
  const pending = span('open', () => immediate());
  start({ dispatcher: second, replace: true });
  await pending;
  expect(second.lines).toEqual([]);
  expect(handle.stats().endsAfterClose).toBe(1);
});

test('the filter may be replaced while running', async () => {
  const diary = new Diary();
  const handle = start({ dispatcher: diary, filter: 'warn' });
  work();
  handle.setFilter('info');
  work();
  handle.setFilter('off');
  work();
  expect(diary.lines).toEqual(handled);
  expect(() => handle.setFilter('loud')).toThrow('SPANFN_BAD_FILTER');
  work();
  expect(diary.lines).toEqual(handled);
});

test('a generator made under one filter heeds the next', async () => {
  const diary = new Diary();
  const handle = start({ dispatcher: diary });
  const numbers = spanFn('numbers', function* () {
    yield 1;
  })();
  handle.setFilter('off');
  expect([...numbers]).toEqual([1]);
  expect(diary.lines).toEqual([]);
});

test('the filter of the environment holds unless another is given', async () => {
  vi.stubEnv('SPANFN_FILTER', 'off,chosen=debug');
  const chosen = spanFn({ name: 'chosen', target: 'chosen', level: 'debug' }, () => {});
  const diary = new Diary();
  await using handle = start({ dispatcher: diary });
  vi.unstubAllEnvs();
  work();
  chosen();
  handle.setFilter('info');
  work();
  chosen();
  expect(diary.lines).toEqual(['begin chosen', 'end chosen', ...handled]);
});

test('a mistaken filter in the environment is told at the start', () => {
  vi.stubEnv('SPANFN_FILTER', 'loud');
  expect(() => start({ dispatcher: {} })).toThrow('SPANFN_BAD_FILTER');
  vi.unstubAllEnvs();
  expect(isEnabled()).toBe(false);
});

test('a scoped dispatcher takes the place of the global one, until its work has settled', async () => {
  const [global, scoped] = [new Diary(), new Diary()];
  start({ dispatcher: global });
  const result = withDispatcher(scoped, async () => {
    span('scoped 1', () => {});
    await immediate();
    span('scoped 2', () => {});
    return 5;
  });
  work();
  expect(await result).toBe(5);
  work();
  expect(scoped.lines).toEqual([
    'begin scoped 1',
    'end scoped 1',
    'begin scoped 2',
    'end scoped 2',
  ]);
  expect(global.lines).toEqual([...handled, ...handled]);
});

test('nested scopes restore the outer one, also after a throw', () => {
  const [outer, inner] = [new Diary(), new Diary()];
  withDispatcher(outer, () => {
    span('1', () => {});
    expect(() =>
      withDispatcher(inner, () => {
        span('2', () => {});
        throw new Error('no');
      }),
    ).toThrow('no');
    span('3', () => {});
  });
  span('4', () => {});
  expect(outer.lines).toEqual(['begin 1', 'end 1', 'begin 3', 'end 3']);
  expect(inner.lines).toEqual(['begin 2', 'end 2']);
});

test('a guard holds its dispatcher until it is disposed', () => {
  const [outer, inner] = [new Diary(), new Diary()];
  {
    using _ = withDispatcher(outer);
    span('1', () => {});
    {
      using _ = withDispatcher(inner, { filter: 'error' });
      span('2', () => {});
      span('3', { level: 'error' }, () => {});
    }
    span('4', () => {});
  }
  span('5', () => {});
  expect(outer.lines).toEqual(['begin 1', 'end 1', 'begin 4', 'end 4']);
  expect(inner.lines).toEqual(['begin 3', 'end 3']);
  expect(isEnabled()).toBe(false);
});

test('concurrent scopes keep apart', async () => {
  const diaries = [new Diary(), new Diary(), new Diary()];
  await Promise.all(
    diaries.map((diary, i) =>
      withDispatcher(diary, async () => {
        for (let n = 0; n < 5; n++) {
          await immediate();
          span(`${i}`, () => {});
        }
      }),
    ),
  );
  for (const [i, { lines }] of diaries.entries()) {
    expect(new Set(lines)).toEqual(new Set([`begin ${i}`, `end ${i}`]));
    expect(lines).toHaveLength(10);
  }
});

test('a span begun in a scope that is over ends there all the same', async () => {
  const diary = new Diary();
  let pending: Promise<unknown> | undefined;
  withDispatcher(diary, () => {
    pending = span('open', () => immediate());
  });
  await pending;
  expect(diary.lines).toEqual(['begin open', 'end open']);
});

test('layers each have a filter of their own', async () => {
  const [all, errors, one] = [new Diary(), new Diary(), new Diary()];
  const dispatcher = layers(
    { dispatcher: all },
    { dispatcher: errors, filter: 'error' },
    { dispatcher: one, filter: 'off,one=trace' },
  );
  const handle = start({ dispatcher, filter: 'debug' });
  span('a', { level: 'error' }, () => {});
  span('b', { target: 'one', level: 'debug' }, () => {});
  span('c', { target: 'one', level: 'trace' }, () => {});
  await handle.stop();
  const spans = ({ lines }: Diary) => lines.filter((line) => line !== 'flush');
  expect(spans(all)).toEqual(['begin a', 'end a', 'begin b', 'end b', 'close']);
  expect(spans(errors)).toEqual(['begin a', 'end a', 'close']);
  expect(spans(one)).toEqual(['begin b', 'end b', 'close']);
  for (const { lines } of [all, errors, one]) expect(lines.at(-2)).toBe('flush');
});

const no = (): never => {
  throw new Error('no');
};
const BROKEN: Dispatcher = { spanBegin: no, spanEnd: no, flush: no, close: no, stats: no };
const REJECTING: Dispatcher = {
  spanBegin: async () => no(),
  spanEnd: async () => no(),
  flush: async () => no(),
  close: async () => no(),
};

test('one layer that throws takes nothing from the others', async () => {
  const diary = new Diary();
  const handle = start({ dispatcher: layers({ dispatcher: BROKEN }, { dispatcher: diary }) });
  work();
  await handle.stop();
  expect(diary.lines.filter((line) => line !== 'flush')).toEqual([...handled, 'close']);
  expect(handle.stats().dispatcherErrors).toBeGreaterThanOrEqual(4);
});

test('a dispatcher that throws in every method harms nobody, and is counted', async () => {
  const handle = start({ dispatcher: BROKEN });
  expect(work()).toBe('done');
  await handle.flush();
  await handle.stop();
  expect(handle.stats().dispatcherErrors).toBe(5);
});

test('a dispatcher that throws when asked what it wants gets nothing', async () => {
  const diary = Object.assign(new Diary(), { wants: no });
  const handle = start({ dispatcher: diary });
  expect(work()).toBe('done');
  expect(diary.lines).toEqual([]);
  expect(handle.stats().dispatcherErrors).toBeGreaterThan(0);
});

test('a dispatcher that rejects causes no unhandled rejection, and is counted', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const handle = start({ dispatcher: REJECTING });
  expect(work()).toBe('done');
  await handle.stop();
  await immediate();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(handle.stats().dispatcherErrors).toBe(4);
});

test('thenables of a dispatcher that misbehave are counted', async () => {
  const thenables = [{ value: no }, { get: no }].map((then) =>
    Object.defineProperty({}, 'then', then),
  );
  for (const thenable of thenables) {
    const handle = start({ dispatcher: { spanEnd: () => thenable as never } });
    expect(work()).toBe('done');
    await immediate();
    expect(handle.stats().dispatcherErrors).toBe(1);
    await handle.stop();
  }
});

test('what a dispatcher emits itself is silenced and counted, also after an await', async () => {
  const emitted: Promise<void>[] = [];
  const names: string[] = [];
  const emit = async (): Promise<void> => {
    work();
    await immediate();
    work();
    setTimeout(() => {});
    span('inside', () => span('deeper', () => {}));
  };
  const handle = start({
    dispatcher: {
      spanBegin: ({ name }) => void names.push(name),
      spanEnd: () => void emitted.push(emit()),
    },
  });
  const before = handle.stats().silenced;
  span('outside', () => {});
  const unrelated = span('unrelated', async () => {
    await immediate();
    span('unrelated inner', () => {});
  });
  await unrelated;
  await Promise.all(emitted);
  expect(names).toEqual(['outside', 'unrelated', 'unrelated inner']);
  expect(handle.stats().silenced - before).toBe(emitted.length * 4);
});

test('what a dispatcher emits while it flushes, closes or counts is silenced too', async () => {
  const names: string[] = [];
  const emits = (): void => void work();
  const handle = start({
    dispatcher: {
      spanBegin: ({ name }) => void names.push(name),
      wants: () => {
        emits();
        return true;
      },
      flush: emits,
      close: emits,
      stats: () => {
        emits();
        return {};
      },
    },
  });
  await handle.flush();
  handle.stats();
  await handle.stop();
  expect(names).toEqual([]);
});

test('a scoped dispatcher that emits meets neither itself nor the global one', async () => {
  const global = new Diary();
  start({ dispatcher: global });
  const heard: string[] = [];
  withDispatcher(
    {
      spanBegin: ({ name }) => {
        heard.push(name);
        work();
      },
    },
    () => span('scoped', () => {}),
  );
  expect(heard).toEqual(['scoped']);
  expect(global.lines).toEqual([]);
});

/** Before, to enter a context that was kept is what a stack overflow turns into an abort. */
const keepsContexts = Number.parseInt(process.versions.node, 10) >= 24;

test('a dispatcher runs in the asynchronous context of its installation, from Node 24 on', async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const handle = storage.run('installation', () =>
    start({
      dispatcher: {
        spanBegin: () => void seen.push(storage.getStore()),
        async spanEnd() {
          await null;
          seen.push(storage.getStore());
        },
        flush: () => void seen.push(storage.getStore()),
      },
    }),
  );
  storage.run('request', () => work());
  await storage.run('request', () => handle.flush());
  const context = keepsContexts ? 'installation' : 'request';
  expect(seen).toEqual([context, context, context]);
});

test("a dispatcher's methods are called on it", async () => {
  class Counter implements Dispatcher {
    #ends = 0;
    spanEnd(): void {
      this.#ends++;
    }
    stats(): Record<string, number> {
      return { ends: this.#ends };
    }
  }
  const handle = start({ dispatcher: new Counter() });
  work();
  expect(handle.stats()).toMatchObject({ ends: 1, dispatcherErrors: 0 });
});

test('a handle counts from its own start', async () => {
  const broken = spanFn({ name: 'broken', args: no }, () => {});
  const first = start({ dispatcher: { spanBegin: () => void work() } });
  broken();
  await first.stop();
  const second = start({ dispatcher: {} });
  expect(second.stats()).toMatchObject({ captureErrors: 0, silenced: 0, spansBegun: 0 });
});

test('code marked as internal is not traced, nor what it starts', async () => {
  const global = new Diary();
  start({ dispatcher: global });
  const traced = async (): Promise<void> => {
    const result = markInternal(async () => {
      work();
      await immediate();
      work();
      return isEnabled();
    });
    work();
    expect(await result).toBe(false);
    expect(isEnabled()).toBe(true);
  };
  await traced();
  expect(global.lines).toEqual(handled);
  expect((await record(traced)).tree()).toBe('work thread');
  expect(global.lines).toEqual(handled);
});

test('isEnabled tells whether a span would be recorded where it is asked', async () => {
  expect(isEnabled()).toBe(false);
  const handle = start({ dispatcher: {}, filter: 'warn,src/db=debug' });
  expect([isEnabled(), isEnabled('info'), isEnabled('warn')]).toEqual([true, false, true]);
  expect([isEnabled('debug', 'src/db/pool'), isEnabled('trace', 'src/db')]).toEqual([true, false]);
  withDispatcher({}, () => expect(isEnabled('trace')).toBe(true));
  withDispatcher({}, () => expect(isEnabled('info')).toBe(false), { filter: 'error' });
  await handle.stop();
  expect(isEnabled()).toBe(false);
  expect(() => start({ dispatcher: {} }) && isEnabled('loud' as never)).toThrow('SPANFN_BAD_LEVEL');
});

test('what is no dispatcher is refused', () => {
  const wrong = [5, null, 'x', () => {}, { spanBegin: 5 }, { flush: {} }];
  for (const dispatcher of wrong) {
    const refusal = expect.objectContaining({ code: 'SPANFN_BAD_DISPATCHER' });
    if (dispatcher !== null) expect(() => start({ dispatcher } as never)).toThrow(refusal);
    expect(() => withDispatcher(dispatcher as never, () => {})).toThrow(refusal);
    expect(() => layers({ dispatcher } as never)).toThrow(refusal);
  }
});
