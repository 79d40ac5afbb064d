import pino from 'pino';
import { log, logger, span, start, withDispatcher } from 'spanfn';
import { capturePino, pinoMixin, toPino } from 'spanfn/bridges/pino';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const off of undo.splice(0)) off();
});

interface Out {
  readonly lines: Record<string, unknown>[];
  write(line: string): void;
}

function output(): Out {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line) => void lines.push(JSON.parse(line)) };
}

function captured(options: pino.LoggerOptions = {}, how: { silent?: boolean } = {}) {
  const out = output();
  const own = pino({ level: 'trace', ...options }, out);
  const bridge = capturePino(own, how);
  undo.push(bridge.off);
  return { own, out, bridge };
}

const said = (logs: readonly { level: string; text: string; fields: object }[]): unknown[] =>
  logs.map(({ level, text, fields }) => [level, text, fields]);

describe('captured', () => {
  test('levels, messages, bindings and fields are those of the line', async () => {
    const { own, out } = captured({ customLevels: { audit: 35 } });
    const { logs } = await record(() => {
      own.trace('a');
      own.debug('b %d', 1);
      own.info({ c: 1, deep: { d: [true, null] } }, 'with fields');
      own.child({ requestId: 'r' }).child({ c: 2 }).warn({ c: 3 }, 'of a child');
      own.error('e');
      own.fatal('f');
      (own as unknown as pino.Logger<'audit'>).audit('g');
      own.info({ only: 'fields' });
    });
    expect(said(logs)).toEqual([
      ['trace', 'a', {}],
      ['debug', 'b 1', {}],
      ['info', 'with fields', { c: 1, deep: { d: [true, null] } }],
      ['warn', 'of a child', { requestId: 'r', c: 3 }],
      ['error', 'e', {}],
      ['fatal', 'f', {}],
      ['info', 'g', { level: 'audit' }],
      ['info', '', { only: 'fields' }],
    ]);
    expect(logs.every(({ target }) => target === 'pino')).toBe(true);
    expect(out.lines).toHaveLength(8);
  });

  test('what pino redacts, serializes and formats stays so', async () => {
    const { own } = captured({
      redact: ['password', 'user.token'],
      serializers: { req: ({ url }) => ({ url }) },
      formatters: { level: (label) => ({ severity: label }), bindings: () => ({ app: 'x' }) },
      messageKey: 'message',
      timestamp: () => `,"@timestamp":"now"`,
      mixin: () => ({ mixed: true }),
    });
    const fields = { password: 'p', user: { token: 't', id: 1 }, req: { url: '/', big: 'b' } };
    const { logs } = await record(() => own.info(fields, 'm'));
    expect(said(logs)).toEqual([
      [
        'info',
        'm',
        {
          app: 'x',
          mixed: true,
          password: '[Redacted]',
          user: { token: '[Redacted]', id: 1 },
          req: { url: '/' },
        },
      ],
    ]);
  });

  test('an error is the one that was logged', async () => {
    const { own } = captured();
    const error = Object.assign(new TypeError('no', { cause: new Error('gone') }), { code: 'E' });
    const { logs } = await record(() => {
      own.error(error);
      own.error({ err: error, id: 1 }, 'cannot store');
      own.error(error, 'in front');
      own.error({ err: new Error('plain') });
    });
    expect(logs.map(({ text }) => text)).toEqual(['no', 'cannot store', 'in front', 'plain']);
    expect(logs.slice(0, 3).every((one) => one.error === error)).toBe(true);
    expect(logs[1]?.fields).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'no',
      'exception.stacktrace': expect.stringContaining('Caused by: Error: gone'),
      'spanfn.causes': ['Error: gone'],
      err: { code: 'E' },
      id: 1,
    });
    expect(logs[3]?.fields).not.toHaveProperty('err');
  });

  test('the span is the current one at the call, also after an await', async () => {
    const { own } = captured();
    const rec = await record(() =>
      span('outer', async () => {
        own.info('before');
        await new Promise(setImmediate);
        span('inner', () => own.child({ a: 1 }).info('after'));
      }),
    );
    expect(rec.tree({ logs: true })).toBe(
      'outer async\n  info: pino: before\n  inner thread\n    info: pino: after {a=1}',
    );
  });

  test('its own level decides, and filters of spanfn after it', async () => {
    const { own } = captured({ level: 'info' });
    const rec = await record({ filter: 'warn' }, () => {
      own.debug('no');
      own.info('no');
      own.warn('yes');
    });
    expect(rec.logs.map(({ text }) => text)).toEqual(['yes']);
  });

  test('the whole module: loggers that were and that will be, children too, each line once', async () => {
    const before = pino({}, output());
    const bridge = capturePino(pino);
    undo.push(bridge.off);
    const { own } = captured();
    const { logs } = await record(() => {
      before.info('a');
      before.child({ b: 1 }).info('b');
      pino({}, output()).info('c');
      own.info('d');
      own.child({}).info('e');
    });
    expect(logs.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e']);
    bridge.off();
    expect((await record(() => before.info('f'))).logs).toEqual([]);
  });

  test('writes what it would have written; off leaves no trace', async () => {
    const { own, out, bridge } = captured({ timestamp: false });
    const bare = output();
    const plain = pino({ level: 'trace', timestamp: false }, bare);
    const talk = (to: pino.Logger): unknown[] => [
      to.info('a'),
      to.child({ b: 1 }).error(new Error('c'), 'd'),
      to.isLevelEnabled('info'),
    ];
    const { logs } = await record(() => {
      expect(talk(own)).toEqual(talk(plain));
    });
    expect(logs).toHaveLength(2);
    const shape = (lines: Out['lines']) =>
      lines.map(({ err, ...rest }) => [rest, (err as Error | undefined)?.message]);
    expect(shape(out.lines)).toEqual(shape(bare.lines));
    const keys = Reflect.ownKeys(own).length;
    bridge.off();
    expect(Reflect.ownKeys(own).length).toBe(keys - 2);
    expect(Reflect.ownKeys(own)).toEqual(Reflect.ownKeys(plain));
  });

  test('what a field logs while it is serialized is not lost', async () => {
    const { own } = captured();
    const field = {
      toJSON() {
        log.info('inside');
        own.warn('by pino');
        return 1;
      },
    };
    const { logs } = await record(() => {
      own.info({ field }, 'outer');
      log.info('after');
    });
    expect(logs.map(({ text }) => text)).toEqual(['inside', 'by pino', 'outer', 'after']);
  });

  test('a stream that throws leaves the caller in its span, and the error is its own', async () => {
    const own = pino(
      {},
      {
        write() {
          throw new Error('full');
        },
      },
    );
    undo.push(capturePino(own).off);
    const { logs } = await record(() =>
      span('s', () => {
        expect(() => own.info('a')).toThrow('full');
        log.info('b');
      }),
    );
    expect(logs.map(({ text, parent }) => [text, parent?.name])).toEqual([
      ['a', 's'],
      ['b', 's'],
    ]);
  });

  test('silent writes nothing, but what is fed', async () => {
    const { own, out } = captured({}, { silent: true });
    withDispatcher(toPino(own), () => own.child({ a: 1 }).info('m'));
    expect(out.lines).toEqual([expect.objectContaining({ a: 1, msg: 'm', target: 'pino' })]);
    own.info('nobody');
    expect(out.lines).toHaveLength(1);
  });
});

describe('fed', () => {
  const fed = (run: () => void, options: pino.LoggerOptions = {}): Out['lines'] => {
    const out = output();
    const feed = toPino(pino({ level: 'trace', base: null, timestamp: false, ...options }, out));
    undo.push(feed.off);
    withDispatcher(feed, run);
    return out.lines;
  };

  test('level, message, fields and target', () => {
    const bytes = new Uint8Array([1, 2]);
    const lines = fed(() => {
      log.trace('a');
      log.debug('b %s');
      logger('db').info('c', { x: 1, big: 5n, huge: 2n ** 60n, bytes, deep: { list: [1n] } });
      log.warn('d');
      log.error('e');
      log.fatal('f');
      log.at('info').body({ total: 3 }).named('cart.total').emit();
    });
    expect(lines).toEqual([
      { level: 10, msg: 'a' },
      { level: 20, msg: 'b %s' },
      {
        level: 30,
        msg: 'c',
        target: 'db',
        x: 1,
        big: 5,
        huge: String(2n ** 60n),
        bytes: 'AQI=',
        deep: { list: [1] },
      },
      { level: 40, msg: 'd' },
      { level: 50, msg: 'e' },
      { level: 60, msg: 'f' },
      { level: 30, msg: '{"total":3}', 'event.name': 'cart.total' },
    ]);
  });

  test('the span that was current, across an await', async () => {
    const out = output();
    const ids: unknown[] = [];
    await withDispatcher(toPino(pino({ mixin: pinoMixin() }, out)), () =>
      span('outer', async (outer) => {
        log.info('before');
        await new Promise(setImmediate);
        span('inner', (inner) => {
          log.info('after');
          ids.push(outer.spanId, inner.spanId, inner.traceId);
        });
      }),
    );
    expect(out.lines.map(({ span_id: id }) => id)).toEqual(ids.slice(0, 2));
    expect(out.lines.map(({ trace_id: id }) => id)).toEqual([ids[2], ids[2]]);
    expect(out.lines[0]).toMatchObject({ trace_flags: '01' });
  });

  test('a trace that is not sampled says so', () => {
    const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    const [line] = fed(() => span('s', { parent }, () => log.info('m')));
    expect(line).toMatchObject({ trace_id: 'a'.repeat(32), trace_flags: '00' });
  });

  test('the error itself, under the key and with the serializer of the logger', () => {
    const error = Object.assign(new TypeError('no'), { code: 'E' });
    const run = (): void => log.error(error, 'cannot', { id: 1 });
    const [plain] = fed(run);
    expect(plain).toMatchObject({ msg: 'cannot', id: 1, err: { type: 'TypeError', code: 'E' } });
    expect(Object.keys(plain ?? {})).toEqual(['level', 'id', 'err', 'msg']);
    const [own] = fed(run, { errorKey: 'error', serializers: { error: () => 'short' } });
    expect(own).toMatchObject({ error: 'short' });
  });

  test('a logger with levels of its own gets the next one above', () => {
    const lines = fed(
      () => {
        log.debug('a');
        log.info('b');
        log.fatal('c');
      },
      { customLevels: { low: 15, mid: 35, high: 45 }, useOnlyCustomLevels: true, level: 'low' },
    );
    expect(lines.map(({ level }) => level)).toEqual([35, 35, 45]);
  });

  test('until it is off or closed', async () => {
    const out = output();
    const own = pino({}, out);
    const keys = Reflect.ownKeys(own).length;
    const feed = toPino(own);
    const handle = start({ dispatcher: feed });
    log.info('a');
    feed.off();
    log.info('b');
    expect(out.lines.map(({ msg }) => msg)).toEqual(['a']);
    await handle.stop();
    expect(Reflect.ownKeys(own)).toHaveLength(keys);
    const second = start({ dispatcher: toPino(own) });
    await second.stop();
    expect(Reflect.ownKeys(own)).toHaveLength(keys);
  });

  test('a logger that throws harms nobody, and is counted', async () => {
    const own = pino(
      {},
      {
        write() {
          throw new Error('full');
        },
      },
    );
    const handle = start({ dispatcher: toPino(own) });
    log.info('a');
    expect(handle.stats().dispatcherErrors).toBe(1);
    await handle.stop();
  });
});

describe('in charge', () => {
  test('puts the ids of the current span on each record, and adds to a mixin', async () => {
    const out = output();
    const own = pino({ mixin: pinoMixin((_, level) => ({ number: level })) }, out);
    let ids: unknown;
    await record(() =>
      span('s', async (current) => {
        await null;
        own.info('in');
        ids = { trace_id: current.traceId, span_id: current.spanId, trace_flags: '01' };
      }),
    );
    own.info('out');
    expect(out.lines[0]).toMatchObject({ ...(ids as object), number: 30 });
    expect(out.lines[1]).toMatchObject({ number: 30 });
    expect(out.lines[1]).not.toHaveProperty('trace_id');
  });

  test('ids that it has put there are no fields of a captured event', async () => {
    const { own } = captured({ mixin: pinoMixin() });
    const { logs } = await record(() => span('s', () => own.info('m')));
    expect(said(logs)).toEqual([['info', 'm', {}]]);
    expect(logs[0]?.spanId).toBeDefined();
  });
});

test('what is no pino is refused', () => {
  for (const bad of [{}, null, () => {}, 5]) {
    for (const use of [capturePino, toPino]) {
      expect(() => use(bad as never)).toThrow(
        expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
      );
    }
  }
});
