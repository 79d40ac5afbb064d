import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { logs as api, SeverityNumber } from '@opentelemetry/api-logs';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { event, layers, log, logger, span, start, withDispatcher } from 'spanfn';
import { captureOtelLogs, toOtelLogs } from 'spanfn/bridges/otel';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const off of undo.splice(0)) off();
  api.disable();
});

function provided(...processors: LogRecordProcessor[]) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    processors: [...processors, new SimpleLogRecordProcessor({ exporter })],
  });
  return { provider, finished: () => exporter.getFinishedLogRecords() };
}

describe('captured', () => {
  /** As a processor of the SDK, and as a provider of its own. */
  const ways = {
    'as a processor': (target?: string) => {
      const capture = captureOtelLogs({ target });
      undo.push(capture.off);
      return { capture, provider: provided(capture).provider };
    },
    'out of a provider': (target?: string) => {
      const { provider } = provided();
      const bridge = captureOtelLogs(provider, { target });
      undo.push(bridge.off);
      return { capture: bridge, provider };
    },
    'as the global provider': (target?: string) => {
      const capture = captureOtelLogs({ target });
      undo.push(capture.off);
      api.setGlobalLoggerProvider(capture);
      return { capture, provider: api };
    },
  };

  describe.each(Object.entries(ways))('%s', (_, make) => {
    test('severity, body, attributes, event name, scope and error', async () => {
      const { provider } = make();
      const own = provider.getLogger('shop');
      const bytes = new Uint8Array([1]);
      const { logs } = await record(() => {
        for (const severityNumber of [0, 1, 4, 5, 12, 13, 17, 21, 24]) {
          own.emit({ severityNumber, body: severityNumber });
        }
        own.emit({ body: 'none' });
        own.emit({
          severityNumber: SeverityNumber.WARN2,
          severityText: 'careful',
          body: { deep: [1, true, null] },
          eventName: 'user.login',
          attributes: { a: 1, list: ['x'], map: { y: 2 }, bytes },
        });
        own.emit({ severityNumber: 17, exception: new TypeError('no'), body: 'failed' });
      });
      expect(logs.slice(0, 10).map(({ level }) => level)).toEqual(
        'info trace trace debug info warn error fatal fatal info'.split(' '),
      );
      expect(logs[10]).toMatchObject({
        level: 'warn',
        target: 'shop',
        name: 'user.login',
        body: { deep: [1, true, null] },
        fields: { a: 1, list: ['x'], map: { y: 2 }, bytes, level: 'careful' },
      });
      expect(logs[11]).toMatchObject({
        text: 'failed',
        fields: { 'exception.type': 'TypeError', 'exception.message': 'no' },
      });
    });

    test('the time is that of the record, if it has one; else ours', async () => {
      const own = make().provider.getLogger('x');
      const before = BigInt(Date.now()) * 1_000_000n;
      const { logs } = await record(() => {
        own.emit({ body: 'a', timestamp: [1_000_000_000, 5] });
        own.emit({ body: 'b', timestamp: new Date('1960-01-01') });
        own.emit({ body: 'c' });
      });
      expect(logs[0]?.time).toBe(1_000_000_000_000_000_005n);
      expect(logs[1]?.time).toBe(BigInt(Date.parse('1960-01-01')) * 1_000_000n);
      expect((logs[2]?.time ?? 0n) - before).toBeLessThan(1_000_000_000n);
    });

    test('the span is the current one at the call, also after an await', async () => {
      const own = make().provider.getLogger('shop');
      const rec = await record(() =>
        span('outer', async () => {
          own.emit({ body: 'before' });
          await new Promise(setImmediate);
          span('inner', () => own.emit({ body: 'after', attributes: { a: 1 } }));
        }),
      );
      expect(rec.tree({ logs: true })).toBe(
        'outer async\n  info: shop: before\n  inner thread\n    info: shop: after {a=1}',
      );
    });

    test('a span of OpenTelemetry is told by its ids, where there is none of ours', async () => {
      const own = make().provider.getLogger('x');
      const traceId = 'a'.repeat(32);
      const spanId = 'b'.repeat(16);
      const theirs = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
      const { logs } = await record(() => {
        own.emit({ body: 'm', context: theirs });
        span('s', () => own.emit({ body: 'n', context: theirs }));
      });
      expect(logs.map(({ fields }) => fields)).toEqual([
        { trace_id: traceId, span_id: spanId },
        {},
      ]);
    });

    test('filters apply, until it is off', async () => {
      const { capture, provider } = make('app');
      const own = provider.getLogger('x');
      const { logs } = await record({ filter: 'off,app=warn' }, () => {
        own.emit({ body: 'no', severityNumber: 9 });
        own.emit({ body: 'yes', severityNumber: 13 });
        capture.off();
        own.emit({ body: 'no', severityNumber: 13 });
      });
      expect(logs.map(({ text, target }) => [text, target])).toEqual([['yes', 'app']]);
    });
  });

  test('attributes that cannot be read take nothing from whoever logs', async () => {
    const own = captureOtelLogs().getLogger('x');
    const attributes = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no');
        },
      },
    );
    const { logs } = await record(() => {
      expect(own.emit({ body: 'm', attributes })).toBeUndefined();
      log.info('after');
    });
    expect(logs.map(({ text }) => text)).toEqual(['m', 'after']);
  });

  test('whoever asks ahead is told what filters let through', async () => {
    const capture = captureOtelLogs();
    const own = capture.getLogger('app');
    await record({ filter: 'off,app=warn' }, () => {
      const instrumentationScope = { name: 'app' };
      for (const ask of [
        own.enabled,
        (asked = {}) => capture.enabled({ ...asked, instrumentationScope }),
      ]) {
        expect(ask({ severityNumber: 9 })).toBe(false);
        expect(ask({ severityNumber: 13 })).toBe(true);
      }
      capture.off();
      expect(own.enabled({ severityNumber: 13 })).toBe(false);
    });
  });

  test('a span of OpenTelemetry that is current is told by its ids, too', async () => {
    const tracing = new NodeTracerProvider();
    tracing.register();
    undo.push(() => {
      trace.disable();
      context.disable();
      propagation.disable();
    });
    const { provider } = provided();
    undo.push(captureOtelLogs(provider).off);
    const tracer = tracing.getTracer('t');
    let ids: unknown;
    const { logs } = await record(() =>
      tracer.startActiveSpan('theirs', async (theirs) => {
        await null;
        provider.getLogger('x').emit({ body: 'm' });
        const { traceId, spanId } = theirs.spanContext();
        ids = { trace_id: traceId, span_id: spanId };
      }),
    );
    expect(logs.map(({ fields }) => fields)).toEqual([ids]);
  });

  test('one provider alone, whose class others have too; what is disabled there is not logged', async () => {
    const one = provided();
    const own = one.provider.getLogger('x');
    const other = provided();
    const feed = toOtelLogs(other.provider);
    undo.push(captureOtelLogs(one.provider, { target: 'one' }).off, feed.off);
    const heard: unknown[] = [];
    const dispatcher = layers(
      { dispatcher: { event: ({ body }) => void heard.push(body) } },
      { dispatcher: feed },
    );
    withDispatcher(dispatcher, () => {
      own.emit({ body: 'of one' });
      other.provider.getLogger('x').emit({ body: 'of the other' });
    });
    await one.provider.shutdown();
    withDispatcher(dispatcher, () => own.emit({ body: 'late' }));
    expect(heard).toEqual(['of one']);
    expect(one.finished().map(({ body }) => body)).toEqual([]); // Gone with the shutdown.
    expect(other.finished().map(({ body }) => body)).toEqual(['of one', 'of the other']);
  });

  test('a provider whose processor captures, too, tells each record once', async () => {
    const capture = captureOtelLogs();
    const { provider } = provided(capture);
    undo.push(capture.off, captureOtelLogs(provider).off);
    const { logs } = await record(() => provider.getLogger('x').emit({ body: 'm' }));
    expect(logs.map(({ text }) => text)).toEqual(['m']);
  });

  test('the other processors get each record as before', async () => {
    const capture = captureOtelLogs();
    const { provider, finished } = provided(capture);
    const { logs } = await record(() => provider.getLogger('x').emit({ body: 'm' }));
    expect(logs).toHaveLength(1);
    expect(finished().map(({ body }) => body)).toEqual(['m']);
    await provider.shutdown();
    expect(capture.enabled({ severityNumber: 21 })).toBe(false);
  });
});

describe('fed', () => {
  test('severity, body, attributes, event name, error, scope and time', async () => {
    const { provider, finished } = provided();
    const times: bigint[] = [];
    const feed = toOtelLogs(provider);
    undo.push(feed.off);
    const both = {
      event: (one: Parameters<typeof feed.event>[0]) => {
        times.push(one.time);
        feed.event(one);
      },
    };
    withDispatcher(both, () => {
      for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)
        log[level](level);
      logger('db').info('m', { x: 1.5, big: 5n, huge: 2n ** 60n, deep: { list: [1n, null] } });
      event('user.login', { user: 'u' }, { body: { a: 1n } });
      log.error(new TypeError('no'));
    });
    const got = finished();
    expect(got.slice(0, 6).map((one) => [one.severityNumber, one.severityText, one.body])).toEqual([
      [1, 'TRACE', 'trace'],
      [5, 'DEBUG', 'debug'],
      [9, 'INFO', 'info'],
      [13, 'WARN', 'warn'],
      [17, 'ERROR', 'error'],
      [21, 'FATAL', 'fatal'],
    ]);
    expect(got.map(({ hrTime: [s, ns] }) => BigInt(s) * 1_000_000_000n + BigInt(ns))).toEqual(
      times,
    );
    expect(got[6]).toMatchObject({
      instrumentationScope: { name: 'db' },
      attributes: { x: 1.5, big: 5, huge: String(2n ** 60n), deep: { list: [1, null] } },
    });
    expect(got[7]).toMatchObject({
      instrumentationScope: { name: 'spanfn' },
      eventName: 'user.login',
      body: { a: 1 },
      attributes: { user: 'u' },
    });
    expect(got[8]).toMatchObject({
      body: 'no',
      attributes: {
        'exception.type': 'TypeError',
        'exception.message': 'no',
        'exception.stacktrace': expect.stringContaining('TypeError: no\n'),
      },
    });
  });

  test('the span that was current, across an await, as the context of the record', async () => {
    const seen: unknown[] = [];
    const { provider, finished } = provided({
      onEmit(_, context) {
        const current = context && trace.getSpan(context);
        seen.push(current?.isRecording(), context?.setValue(Symbol(), 1) !== context);
        seen.push(context && trace.getSpan(trace.deleteSpan(context)));
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    });
    const ids: unknown[] = [];
    await withDispatcher(toOtelLogs(provider), () =>
      span('outer', async (outer) => {
        log.info('before');
        await new Promise(setImmediate);
        span('inner', (inner) => {
          log.info('after');
          for (const { traceId, spanId } of [outer, inner]) {
            ids.push({ traceId, spanId, traceFlags: 1 });
          }
        });
      }),
    );
    expect(finished().map(({ spanContext }) => spanContext)).toEqual(ids);
    expect(seen).toEqual([false, true, undefined, false, true, undefined]);
  });

  test('a trace that is not sampled says so', () => {
    const { provider, finished } = provided();
    const feed = toOtelLogs(provider);
    undo.push(feed.off);
    const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    withDispatcher(feed, () => span('s', { parent }, () => log.info('m')));
    expect(finished()[0]?.spanContext).toMatchObject({ traceId: 'a'.repeat(32), traceFlags: 0 });
  });

  test('into one logger, until it is off or closed', async () => {
    const { provider, finished } = provided();
    const own = provider.getLogger('mine');
    const prototype = Object.getPrototypeOf(own);
    const { emit } = prototype;
    const feed = toOtelLogs(own);
    const handle = start({ dispatcher: feed });
    logger('db').info('a');
    feed.off();
    log.info('b');
    expect(
      finished().map(({ body, instrumentationScope }) => [body, instrumentationScope.name]),
    ).toEqual([['a', 'mine']]);
    await handle.stop();
    expect(prototype.emit).toBe(emit);
    await start({ dispatcher: toOtelLogs(provider) }).stop();
    expect(prototype.emit).toBe(emit);
  });

  test('flush delivers what the provider holds back', async () => {
    let flushed = 0;
    const { provider } = provided({
      onEmit() {},
      forceFlush: async () => void flushed++,
      shutdown: async () => {},
    });
    const handle = start({ dispatcher: toOtelLogs(provider) });
    await handle.flush();
    expect(flushed).toBe(1);
    await handle.stop();
  });
});

test('what is no OpenTelemetry is refused', () => {
  for (const bad of [{}, null, 5]) {
    expect(() => toOtelLogs(bad as never)).toThrow(
      expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
    );
  }
  expect(() => captureOtelLogs({ silent: true } as never)).toThrow('no such option');
});
