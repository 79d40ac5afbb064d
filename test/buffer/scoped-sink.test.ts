import { Worker } from 'node:worker_threads';
import {
  isEnabled,
  LogBuffer,
  layers,
  log,
  type ReadableEvent,
  setLogger,
  span,
  start,
  withDispatcher,
} from 'spanfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as abi from '../../src/abi/index.ts';
import { bundle } from '../program.ts';

const events: unknown[] = [];
const spans: string[] = [];
const recorder = {
  event: ({ body }: ReadableEvent) => void events.push(body),
  spanEnd: ({ name }: { name: string }) => void spans.push(name),
};
beforeEach(() => {
  events.length = 0;
  spans.length = 0;
});
afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

const ONLY = { only: 'events' } as const;

function bodies(buffer: LogBuffer): unknown[] {
  return buffer.drain().logs.map(({ body }) => body);
}

describe('a sink of one context', () => {
  test('gets the events of it, and those outside go where they went', async () => {
    start({ dispatcher: recorder });
    const sink = new LogBuffer({ whenFull: 'drop' });
    log.info('before');
    const result = await withDispatcher(
      sink,
      async () => {
        log.info('in');
        await null;
        span('work', () => log.info('in a span'));
        return 5;
      },
      ONLY,
    );
    log.info('after');
    expect(result).toBe(5);
    expect(bodies(sink)).toEqual(['in', 'in a span']);
    expect([events, spans]).toEqual([['before', 'after'], ['work']]);
  });

  test('is another for each of those that run at once', async () => {
    const sinks = ['a', 'b', 'c'].map((name) => ({ name, sink: new LogBuffer() }));
    await Promise.all(
      sinks.map(({ name, sink }) =>
        withDispatcher(
          sink,
          async () => {
            for (let i = 0; i < 3; i++) {
              log.info(`${name}${i}`);
              await null;
            }
          },
          ONLY,
        ),
      ),
    );
    for (const { name, sink } of sinks) {
      expect(bodies(sink)).toEqual([`${name}0`, `${name}1`, `${name}2`]);
    }
  });

  test('drops the newest when it is full, counts them, and blocks nobody', () => {
    const sink = new LogBuffer({ maxBytes: 300, whenFull: 'drop' });
    withDispatcher(
      sink,
      () => {
        for (let i = 0; i < 100; i++) log.info(`${i}`);
      },
      ONLY,
    );
    const { length, dropped } = sink;
    expect(length).toBeGreaterThan(1);
    expect([length + dropped, sink.evicted]).toEqual([100, 0]);
    expect(bodies(sink)).toEqual(Array.from({ length }, (_, i) => `${i}`));
  });

  test('can be installed and uninstalled by hand', () => {
    start({ dispatcher: recorder });
    const sink = new LogBuffer();
    const guard = withDispatcher(sink, ONLY);
    log.info('in');
    guard[Symbol.dispose]();
    log.info('out');
    expect([bodies(sink), events]).toEqual([['in'], ['out']]);
  });

  test('that is not there loses the event where nobody else listens', () => {
    const sink = new LogBuffer();
    let evaluated = 0;
    const fields = { a: () => ++evaluated };
    log.info('before', fields);
    withDispatcher(sink, () => log.info('in', fields), ONLY);
    log.info('after', fields);
    expect([bodies(sink), evaluated]).toEqual([['in'], 1]);
  });

  test('switches no span on', () => {
    const site = abi.site({ name: 'f', kind: 'sync', target: '' });
    const known = abi.site({ name: 'm', kind: 'event', target: '' });
    withDispatcher(new LogBuffer(), () => expect([site.on, known.on]).toEqual([false, true]), ONLY);
    withDispatcher(new LogBuffer(), () => expect(site.on).toBe(true));
  });

  test('leaves spans to the scope around it, however many sinks are between', () => {
    start({ dispatcher: {} });
    const [outer, inner] = [new LogBuffer(), new LogBuffer()];
    withDispatcher(recorder, () =>
      withDispatcher(
        outer,
        () => {
          log.info('outer');
          withDispatcher(inner, () => span('work', () => log.info('inner')), ONLY);
        },
        ONLY,
      ),
    );
    expect([bodies(outer), bodies(inner)]).toEqual([['outer'], ['inner']]);
    expect([events, spans]).toEqual([[], ['work']]);
  });

  test('lets events through by its filter, spans by that of who gets them', () => {
    start({ dispatcher: recorder, filter: 'debug' });
    const sink = new LogBuffer();
    withDispatcher(
      sink,
      () => {
        log.info('no');
        log.warn('yes');
        expect([log.isEnabled('info'), log.isEnabled('warn')]).toEqual([false, true]);
        expect([isEnabled('trace'), isEnabled('debug')]).toEqual([false, true]);
        span('work', { level: 'debug' }, () => {});
      },
      { ...ONLY, filter: 'warn' },
    );
    expect([bodies(sink), events, spans]).toEqual([['yes'], [], ['work']]);
  });

  test('outlived by work hears no more of it, but spans still go on', async () => {
    start({ dispatcher: recorder });
    const sink = new LogBuffer();
    let done: Promise<void> | undefined;
    withDispatcher(
      sink,
      () => {
        done = (async () => {
          await null;
          span('late', () => log.info('late'));
        })();
      },
      ONLY,
    );
    await done;
    expect([bodies(sink), events, spans]).toEqual([[], [], ['late']]);
  });

  test.each([{ only: 'spans' }, { just: 'events' }])('%j is refused', (options) => {
    expect(() => withDispatcher({}, () => {}, options as never)).toThrow(
      expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
    );
  });
});

describe('a buffer of a thread', () => {
  test('stands beside others, with a filter of its own', () => {
    const warnings = new LogBuffer();
    start({
      dispatcher: layers({ dispatcher: warnings, filter: 'warn' }, { dispatcher: recorder }),
    });
    log.info('one');
    log.error('two');
    expect(warnings.stats()).toMatchObject({ bufferedLogs: 1, bufferEvicted: 0, bufferDropped: 0 });
    expect([bodies(warnings), events]).toEqual([['two'], ['one', 'two']]);
  });

  test('can be the global logger', async () => {
    const buffer = new LogBuffer();
    using _ = setLogger({ emit: (event) => buffer.push(event), flush: () => buffer.flush() });
    log.info('one');
    expect(bodies(buffer)).toEqual(['one']);
  });

  test('is of that thread alone', async () => {
    const program = await bundle(`
      import { parentPort, threadId } from 'node:worker_threads';
      import { log, LogBuffer, start } from 'spanfn';
      const buffer = new LogBuffer();
      start({ dispatcher: buffer });
      log.info('in the worker');
      const logs = buffer.drain().logs.map(({ body, threadId }) => ({ body, threadId }));
      parentPort.postMessage({ logs, threadId });
    `);
    const buffer = new LogBuffer();
    const handle = start({ dispatcher: buffer });
    const worker = new Worker(program, { eval: true });
    const { logs, threadId } = await new Promise<{ logs: unknown; threadId: number }>(
      (resolve, reject) => worker.once('message', resolve).once('error', reject),
    );
    expect(logs).toEqual([{ body: 'in the worker', threadId }]);
    expect(threadId).toBeGreaterThan(0);
    expect(buffer.isEmpty).toBe(true);
    log.info('here');
    const { byteLength } = buffer;
    expect(handle.stats()).toMatchObject({ bufferedLogs: 1, bufferedLogBytes: byteLength });
  });
});
