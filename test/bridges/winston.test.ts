import { Writable } from 'node:stream';
import { log, logger, span, start, withDispatcher } from 'spanfn';
import {
  type Bridge,
  captureWinston,
  correlateWinston,
  toWinston,
  winstonFormat,
} from 'spanfn/bridges/winston';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';
import winston from 'winston';

const { format } = winston;
const undo: (() => void)[] = [];
afterEach(() => {
  for (const off of undo.splice(0)) off();
});

interface Out {
  readonly lines: Record<string, unknown>[];
  readonly transport: winston.transport;
}

function output(): Out {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { lines, transport: new winston.transports.Stream({ stream }) };
}

/** A transport that takes the next record when it is told to. */
function slow() {
  const infos: Record<string, unknown>[] = [];
  const waiting: (() => void)[] = [];
  const transport = new winston.transports.Stream({ stream: new Writable() });
  transport.log = (info: Record<string, unknown>, next: () => void) => {
    infos.push(info);
    waiting.push(next);
  };
  const release = async (): Promise<void> => {
    await settle();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      next();
      await settle();
    }
  };
  return { transport, infos, release };
}

/** Transports get what is logged in the tick in which they were added after it. */
const settle = (): Promise<void> => new Promise(setImmediate);

function captured(options: winston.LoggerOptions = {}, how: { silent?: boolean } = {}) {
  const out = output();
  const own = winston.createLogger({ level: 'silly', transports: [out.transport], ...options });
  const bridge = captureWinston(own, how);
  undo.push(bridge.off);
  return { own, out, bridge };
}

const said = (logs: readonly { level: string; text: string; fields: object }[]): unknown[] =>
  logs.map(({ level, text, fields }) => [level, text, fields]);

describe('captured', () => {
  test('levels, messages, metadata of the logger, its children and the record', async () => {
    const { own, out } = captured({ defaultMeta: { service: 's' } });
    const { logs } = await record(() => {
      own.silly('a');
      own.debug('b');
      own.verbose('c');
      own.http('d');
      own.info('e', { deep: { f: [true, null] } });
      own.child({ requestId: 'r', x: 1 }).warn('g', { x: 2 });
      own.error('h');
      own.log('info', 'i');
      own.log({ level: 'info', message: 'j', k: 1 });
    });
    const service = 's';
    expect(said(logs)).toEqual([
      ['trace', 'a', { service, level: 'silly' }],
      ['debug', 'b', { service }],
      ['debug', 'c', { service, level: 'verbose' }],
      ['debug', 'd', { service, level: 'http' }],
      ['info', 'e', { service, deep: { f: [true, null] } }],
      ['warn', 'g', { service, requestId: 'r', x: 2 }],
      ['error', 'h', { service }],
      ['info', 'i', { service }],
      ['info', 'j', { service, k: 1 }],
    ]);
    expect(logs.every(({ target }) => target === 'winston')).toBe(true);
    await settle();
    expect(out.lines).toHaveLength(9);
  });

  test('what its formats take out stays out, colours too', async () => {
    const hide = format((info) => ({ ...info, password: '***' }));
    const drop = format((info) => (info['drop'] === true ? false : info));
    const { own } = captured({
      format: format.combine(
        drop(),
        format.splat(),
        hide(),
        format.colorize({ all: true }),
        format.json(),
      ),
    });
    const { logs } = await record(() => {
      own.info('%s has', 'a', { password: 'secret' });
      own.info('no', { drop: true });
    });
    expect(said(logs)).toEqual([['info', 'a has', { password: '***' }]]);
  });

  test('levels of syslog, and those of the user between known ones', async () => {
    const syslog = captured({ levels: winston.config.syslog.levels, level: 'debug' });
    const levels = { error: 0, loud: 1, warn: 5, quiet: 9, info: 10 };
    const own = captured({ levels, level: 'info' });
    const { logs } = await record(() => {
      for (const level of Object.keys(winston.config.syslog.levels)) syslog.own.log(level, level);
      for (const level of ['loud', 'quiet']) own.own.log(level, level);
    });
    expect(logs.map(({ level, text }) => `${text} ${level}`)).toEqual([
      'emerg fatal',
      'alert fatal',
      'crit fatal',
      'error error',
      'warning warn',
      'notice info',
      'info info',
      'debug debug',
      'loud error',
      'quiet info',
    ]);
  });

  test('an error is the one that was logged, however it was given', async () => {
    const { own } = captured({
      format: format.combine(format.errors({ stack: true }), format.json()),
    });
    const errors = Array.from({ length: 5 }, (_, i) => new TypeError(`no ${i}`));
    const { logs } = await record(() => {
      own.error(errors[0]);
      own.error('cannot', errors[1]);
      own.error('field', { error: errors[2], id: 1 });
      own.log({ level: 'error', message: errors[3] as never });
      own.log('error', 'err', { err: errors[4] });
    });
    expect(logs.map(({ error }) => error)).toEqual(errors);
    expect(logs.map(({ text }) => text).slice(0, 3)).toEqual(['no 0', 'cannot no 1', 'field']);
    expect(Object.keys(logs[2]?.fields ?? {})).toEqual([
      'exception.type',
      'exception.message',
      'exception.stacktrace',
      'id',
    ]);
  });

  test('what no transport would write is not logged; a transport may take more', async () => {
    const { own, out } = captured({ level: 'warn' });
    const texts = async () => {
      const { logs } = await record(() => {
        own.info('a');
        own.warn('b');
      });
      return logs.map(({ text }) => text);
    };
    expect(await texts()).toEqual(['b']);
    out.transport.level = 'info';
    expect(await texts()).toEqual(['a', 'b']);
    own.silent = true;
    expect(await texts()).toEqual([]);
  });

  test('the span is the current one at the call, also after an await', async () => {
    const { own } = captured();
    const rec = await record(() =>
      span('outer', async () => {
        own.info('before');
        await settle();
        span('inner', () => own.child({ a: 1 }).info('after'));
      }),
    );
    expect(rec.tree({ logs: true })).toBe(
      'outer async\n  info: winston: before\n  inner thread\n    info: winston: after {a=1}',
    );
  });

  test('the span is right for records that wait for a slow transport, too', async () => {
    const { transport, infos, release } = slow();
    const { own } = captured({ transports: [transport] });
    const { logs } = await record(async () => {
      for (let i = 0; i < 100; i++) span(`s${i}`, () => own.info(`s${i}`));
      await release();
    });
    const texts = infos.map(({ message }) => message);
    expect(texts).toHaveLength(100);
    expect(logs.map(({ text }) => text)).toEqual(texts);
    expect(logs.map(({ parent }) => parent?.name)).toEqual(texts);
  });

  test('writes what it would have written; off leaves no trace', async () => {
    const { own, out, bridge } = captured();
    const bare = output();
    const plain = winston.createLogger({ level: 'silly', transports: [bare.transport] });
    const talk = (to: winston.Logger): unknown[] => [
      to.info('a') === to,
      to.log('warn', 'b', { c: 1 }) === to,
      to.child({ d: 1 }).error('e') !== undefined,
      to.write({ level: 'info', message: 'f' }),
    ];
    const { logs } = await record(() => {
      expect(talk(own)).toEqual(talk(plain));
    });
    await settle();
    expect(logs).toHaveLength(4);
    expect(out.lines).toEqual(bare.lines);
    bridge.off();
    expect(Reflect.ownKeys(own)).toEqual(Reflect.ownKeys(plain));
    expect((await record(() => own.info('m'))).logs).toEqual([]);
  });

  test('a format that logs or throws changes nothing of that', async () => {
    const { own } = captured({
      format: format.combine(
        format((info) => {
          log.info(`inside ${info.message}`);
          if (info.message === 'bad') throw new Error('no');
          return info;
        })(),
        format.json(),
      ),
    });
    const { logs } = await record(() => {
      own.info('a');
      expect(() => own.info('bad')).toThrow('no');
      own.info('b');
    });
    expect(logs.map(({ text }) => text)).toEqual(['inside a', 'a', 'inside bad', 'inside b', 'b']);
  });

  test('a child stands for the logger that it is a child of; two captures tell once', async () => {
    const { own, bridge } = captured();
    const second = captureWinston(own.child({ a: 1 }));
    const count = async () => (await record(() => own.info('m'))).logs.length;
    expect(await count()).toBe(1);
    bridge.off();
    expect(await count()).toBe(1);
    second.off();
    expect(await count()).toBe(0);
  });

  test('silent writes nothing, but what is fed', async () => {
    const { own, out } = captured({}, { silent: true });
    withDispatcher(toWinston(own), () => own.child({ a: 1 }).info('m'));
    own.info('nobody');
    await settle();
    expect(out.lines).toEqual([{ level: 'info', message: 'm', a: 1, target: 'winston' }]);
  });
});

describe('fed', () => {
  const fed = async (run: () => void, options: winston.LoggerOptions = {}) => {
    const out = output();
    const own = winston.createLogger({ level: 'silly', transports: [out.transport], ...options });
    const feed = toWinston(own);
    undo.push(feed.off);
    await withDispatcher(feed, async () => run());
    await settle();
    return out.lines;
  };

  test('level, message, fields and target', async () => {
    const lines = await fed(
      () => {
        log.trace('a');
        log.debug('b %s');
        logger('db').info('c', { x: 1, big: 5n, deep: { list: [1n] } });
        log.warn('d', { level: 'own', message: 'own' });
        log.error('e');
        log.fatal('f');
        log.at('info').body({ total: 3 }).named('cart.total').emit();
      },
      { defaultMeta: { service: 's' } },
    );
    const service = 's';
    expect(lines).toEqual([
      { level: 'silly', message: 'a', service },
      { level: 'debug', message: 'b %s', service },
      { level: 'info', message: 'c', service, target: 'db', x: 1, big: 5, deep: { list: [1] } },
      { level: 'warn', message: 'd', service, 'fields.level': 'own', 'fields.message': 'own' },
      { level: 'error', message: 'e', service },
      { level: 'error', message: 'f', service },
      { level: 'info', message: '{"total":3}', service, 'event.name': 'cart.total' },
    ]);
  });

  test('levels of syslog', async () => {
    const lines = await fed(
      () => {
        for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)
          log[level](level);
      },
      { levels: winston.config.syslog.levels, level: 'debug' },
    );
    expect(lines.map(({ level, message }) => `${message} ${level}`)).toEqual([
      'trace debug',
      'debug debug',
      'info info',
      'warn warning',
      'error error',
      'fatal crit',
    ]);
  });

  test('the span that was current, across an await, and the stack of an error', async () => {
    const out = output();
    const own = winston.createLogger({
      format: format.combine(winstonFormat(), format.json()),
      transports: [out.transport],
    });
    const ids: unknown[] = [];
    await withDispatcher(toWinston(own), () =>
      span('outer', async (outer) => {
        log.info('before');
        await settle();
        span('inner', (inner) => {
          log.error(new TypeError('no'), 'after');
          ids.push(outer.spanId, inner.spanId, inner.traceId);
        });
      }),
    );
    await settle();
    expect(out.lines.map(({ span_id: id }) => id)).toEqual(ids.slice(0, 2));
    expect(out.lines.map(({ trace_id: id }) => id)).toEqual([ids[2], ids[2]]);
    expect(out.lines[1]).toMatchObject({
      trace_flags: '01',
      stack: expect.stringContaining('TypeError: no\n'),
      'exception.type': 'TypeError',
      'exception.message': 'no',
    });
  });

  test('until it is off or closed', async () => {
    const out = output();
    const own = winston.createLogger({ transports: [out.transport] });
    const keys = Reflect.ownKeys(own).length;
    const feed = toWinston(own);
    const handle = start({ dispatcher: feed });
    log.info('a');
    feed.off();
    log.info('b');
    await settle();
    expect(out.lines.map(({ message }) => message)).toEqual(['a']);
    await handle.stop();
    expect(Reflect.ownKeys(own)).toHaveLength(keys);
    await start({ dispatcher: toWinston(own) }).stop();
    expect(Reflect.ownKeys(own)).toHaveLength(keys);
  });
});

describe('in charge', () => {
  test('ids that the program gives stay', async () => {
    const { own, out } = captured({ format: format.combine(winstonFormat(), format.json()) });
    const { logs } = await record(() => span('s', () => own.info('m', { trace_id: 'mine' })));
    await settle();
    expect(out.lines).toEqual([{ level: 'info', message: 'm', trace_id: 'mine' }]);
    expect(said(logs)).toEqual([['info', 'm', { trace_id: 'mine' }]]);
  });

  test('puts the ids of the current span on each record, and no captured event has them', async () => {
    const { own, out } = captured({ format: format.combine(winstonFormat(), format.json()) });
    let ids: unknown;
    const { logs } = await record(() =>
      span('s', async (current) => {
        await null;
        own.info('in', { a: 1 });
        ids = { trace_id: current.traceId, span_id: current.spanId, trace_flags: '01' };
      }),
    );
    own.info('out');
    await settle();
    expect(out.lines).toEqual([
      { level: 'info', message: 'in', a: 1, ...(ids as object) },
      { level: 'info', message: 'out' },
    ]);
    expect(said(logs)).toEqual([['info', 'in', { a: 1 }]]);
  });
});

describe.each<[string, (own: winston.Logger) => Bridge]>([
  ['correlated', correlateWinston],
  ['captured, with the format', captureWinston],
  ['fed, with the format', toWinston],
])('a logger that is %s', (how, use) => {
  test('puts the right ids on records that wait for a slow transport', async () => {
    const { transport, infos, release } = slow();
    const own = winston.createLogger({
      transports: [transport],
      format: how === 'correlated' ? format.json() : format.combine(winstonFormat(), format.json()),
    });
    const bridge = use(own);
    undo.push(bridge.off);
    const ids: unknown[] = [];
    await record(async () => {
      for (let i = 0; i < 100; i++) {
        span(`s${i}`, ({ traceId, spanId }) => {
          ids.push([`s${i}`, traceId, spanId]);
          own.child({ a: 1 }).info(`s${i}`);
        });
      }
      await release();
    });
    expect(infos.map((info) => [info['message'], info['trace_id'], info['span_id']])).toEqual(ids);
  });
});

test('a correlated logger adds nothing outside of spans, or once it is off', async () => {
  const out = output();
  const own = winston.createLogger({ transports: [out.transport] });
  const keys = Reflect.ownKeys(own);
  const bridge = correlateWinston(own.child({ a: 1 }));
  own.info('out');
  await record(() => span('s', () => own.info('in')));
  bridge.off();
  await record(() => span('s', () => own.info('off')));
  await settle();
  expect(out.lines.map((line) => Object.keys(line).length)).toEqual([2, 5, 2]);
  expect(Reflect.ownKeys(own)).toEqual(keys);
});

test('what is no winston is refused', () => {
  for (const bad of [{}, null, () => {}, 5, new Writable()]) {
    for (const use of [captureWinston, toWinston, correlateWinston]) {
      expect(() => use(bad as never)).toThrow(
        expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
      );
    }
  }
});
