import { inspect } from 'node:util';
import {
  type Dispatcher,
  debug,
  display,
  event,
  field,
  log,
  markInternal,
  type ReadableEvent,
  span,
  spanFn,
  start,
  withDispatcher,
} from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { runProgram } from '../program.ts';
import { logged } from './ring.ts';

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

describe('a logger used inside a dispatcher', () => {
  const heard: string[] = [];
  /** Logs about all that it hears, now and after an await. */
  const chatty: Dispatcher = {
    async event({ body }: ReadableEvent) {
      heard.push(String(body));
      log.info(`about ${body}`, { a: () => heard.push('evaluated') });
      span('in the dispatcher', () => log.info('deeper'));
      await null;
      log.info(`later about ${body}`);
    },
    spanEnd: ({ name }) => log.info(`ended ${name}`),
    wants() {
      log.info('asked');
      return true;
    },
  };

  const talk = (): void => {
    log.info('one');
    span('s', () => log.info('two'));
    log.info('three');
  };

  test('is silenced, also after an await, and the program is not', async () => {
    heard.length = 0;
    const handle = start({ dispatcher: chatty });
    talk();
    await new Promise(setImmediate);
    log.info('four');
    expect(heard).toEqual(['one', 'two', 'three', 'four']);
    expect(handle.stats().silenced).toBeGreaterThanOrEqual(4 * 2);
  });

  test('is silenced in its scope, and the program outside is not', async () => {
    heard.length = 0;
    const seen: unknown[] = [];
    start({ dispatcher: { event: ({ body }) => void seen.push(body) } });
    withDispatcher(chatty, talk);
    await new Promise(setImmediate);
    log.info('four');
    expect(heard).toEqual(['one', 'two', 'three']);
    expect(seen).toEqual(['four']);
  });

  test('that flushes, closes or counts is silenced, and evaluates nothing', async () => {
    heard.length = 0;
    const busy = (name: string) => async (): Promise<void> => {
      log.info(name, { a: () => heard.push('evaluated') });
      await null;
      span(name, () => log.error(new Error(name)));
    };
    const dispatcher: Dispatcher = {
      event: ({ body }) => void heard.push(String(body)),
      spanEnd: ({ name }) => void heard.push(name),
      flush: busy('flush'),
      close: busy('close'),
      stats: () => {
        log.info('stats', { a: () => heard.push('evaluated') });
        return {};
      },
    };
    const handle = start({ dispatcher });
    const flushed = handle.flush();
    log.info('meanwhile');
    await flushed;
    handle.stats();
    log.info('before the end');
    await handle.stop();
    expect(heard).toEqual(['meanwhile', 'before the end']);
  });

  test('that throws or rejects is counted, and hears of the next event', async () => {
    const seen: unknown[] = [];
    const handle = start({
      dispatcher: {
        event({ body }) {
          seen.push(body);
          if (body === 'a') throw new Error('no');
          return Promise.reject(new Error('no')) as never;
        },
      },
    });
    for (const text of ['a', 'b', 'c']) expect(log.info(text)).toBeUndefined();
    await new Promise(setImmediate);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(handle.stats()).toMatchObject({ dispatcherErrors: 3, eventsEmitted: 3 });
  });
});

/** Each runs a program's code while the fields of an event are evaluated. */
const PLACES: readonly [string, (inner: () => string) => void][] = [
  [
    'a getter',
    (inner) =>
      log.info('outer', {
        get a() {
          return inner();
        },
      }),
  ],
  ['a computed field', (inner) => log.info('outer', { a: () => inner() })],
  ['a function for all fields', (inner) => log.info(() => ({ a: inner() }), 'outer')],
  ['a toString', (inner) => log.info('outer', { a: display({ toString: inner }) })],
  ['an inspect', (inner) => log.info('outer', { a: debug({ [inspect.custom]: inner }) })],
  ['a field of a child', (inner) => log.child({ a: inner }).info('outer')],
  [
    'a getter of the fields of a child',
    (inner) => {
      const fields = {
        get a() {
          return inner();
        },
      };
      log.child(fields).info('outer');
    },
  ],
  [
    'a builder that says no text',
    (inner) =>
      log
        .at('info')
        .with({ a: 'value' })
        .body(display({ toString: () => `outer${inner().slice(5)}` }))
        .emit(),
  ],
  ['a proxy', (inner) => log.info('outer', new Proxy({ a: 1 }, { get: () => inner() }))],
  ['a builder', (inner) => log.at('info').with({ a: inner }).emit('outer')],
  [
    'an annotated getter',
    (inner) => {
      class Order {
        get a() {
          return inner();
        }
      }
      field(Order.prototype, 'a');
      log.info('outer', new Order());
    },
  ],
  ['an event', (inner) => event('named', { a: () => inner() }, { body: 'outer' })],
  [
    'what an event has to say',
    (inner) =>
      event(
        'named',
        { a: 'value' },
        { body: display({ toString: () => `outer${inner().slice(5)}` }) },
      ),
  ],
];

describe.each(PLACES)('a logger used inside %s', (_, place) => {
  const inner = (): string => {
    log.warn('inner', { b: 1 });
    span('work', () => log.info('in work'));
    return 'value';
  };
  const run = (): void => {
    log.info('before');
    place(inner);
    log.info('after', { c: 2 });
  };

  test('loses nothing on the way to a dispatcher', async () => {
    const { logs, spans } = await record(run);
    expect(logs.map(({ text, fields }) => [text, fields])).toEqual([
      ['before', {}],
      ['inner', { b: 1 }],
      ['in work', {}],
      ['outer', { a: 'value' }],
      ['after', { c: 2 }],
    ]);
    expect(spans.map(({ name }) => name)).toEqual(['work']);
  });

  test('tears no record on the way to the ring', async () => {
    const { logs, spans } = await logged(run);
    expect(logs.map(({ body, fields }) => [body, fields])).toEqual([
      ['before', {}],
      ['inner', { b: 1 }],
      ['in work', {}],
      ['outer', { a: 'value' }],
      ['after', { c: 2 }],
    ]);
    expect(spans.map(({ name }) => name)).toEqual(['work']);
  });

  test('that logs itself comes to an end, and what follows is logged', async () => {
    const again = (): string => {
      place(again);
      return 'value';
    };
    const { logs } = await record(() => {
      place(again);
      log.info('after', { a: () => 1 });
    });
    expect(logs.length).toBeLessThan(10);
    expect(logs.at(-1)).toMatchObject({ text: 'after', fields: { a: 1 } });
  });
});

test('a traced function inside a field is below the span around', async () => {
  const rows = spanFn('rows', () => 3);
  const rec = await record(() => span('outer', () => log.info('m', { rows: () => rows() })));
  expect(rec.tree({ logs: true })).toBe('outer thread\n  rows thread\n  info: m {rows=3}');
});

test('code that is internal logs nothing, and evaluates nothing', async () => {
  const { logs } = await record(() =>
    markInternal(async () => {
      const fail = (): never => {
        throw new Error('evaluated');
      };
      log.info('m', { a: fail });
      await null;
      log.info(fail);
    }),
  );
  expect(logs).toEqual([]);
});

test('a logger used in a handler of signals, at the exit and for uncaught errors works', async () => {
  const { stdout, code } = await runProgram(`
    import { log, start, span } from 'spanfn';
    process.on('exit', () => log.info('exit')); // Ahead of the listener that closes all.
    start({ dispatcher: { event: ({ body, span }) => console.log(body, span?.name) } });
    process.on('SIGUSR2', () => log.warn('signal', { a: () => log.info('field') }));
    process.on('uncaughtException', (error) => { log.fatal(error); process.exitCode = 3; });
    span('work', async () => {
      process.kill(process.pid, 'SIGUSR2');
      log.info('after');
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('thrown');
    }).catch((error) => setImmediate(() => { throw error; }));
  `);
  expect(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(' undefined', '')),
  ).toEqual(expect.arrayContaining(['after work', 'field', 'signal', 'exit']));
  expect(stdout).toMatch(/^thrown/m);
  expect(code).toBe(3);
});

test('an overflow of the stack while logging leaves the logger as it was', async () => {
  const { logs } = await record(() => {
    const dive = (depth: number): number => {
      try {
        log.info('deep', { depth: () => depth });
        return dive(depth + 1);
      } catch {
        return depth;
      }
    };
    expect(dive(0)).toBeGreaterThan(100);
    log.info('after', { a: () => 1 });
  });
  expect(logs.at(-1)).toMatchObject({ text: 'after', fields: { a: 1 } });
});
