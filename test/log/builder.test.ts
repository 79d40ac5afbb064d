import { event, type Level, log, logger, type SpanFnError } from 'spanfn';
import { type RecordedLog, record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';

async function one(run: () => unknown): Promise<RecordedLog> {
  const { logs } = await record(run);
  expect(logs).toHaveLength(1);
  return logs[0]!;
}

describe('the builder', () => {
  test('says all that an event can say', async () => {
    const error = new TypeError('no');
    const made = await one(() =>
      logger('db')
        .child({ pool: 1 })
        .at('warn')
        .with({ a: 1, b: 1 })
        .error(error)
        .with(() => ({ b: 2 }))
        .named('db.slow')
        .body({ rows: [1, 2] })
        .emit('slow query'),
    );
    expect(made).toMatchObject({
      level: 'warn',
      target: 'db',
      name: 'db.slow',
      body: { rows: [1, 2] },
    });
    expect(made.error).toBe(error);
    const { 'exception.stacktrace': stack, ...fields } = made.fields;
    expect(stack).toBe(error.stack);
    expect(fields).toEqual({
      a: 1,
      b: 2,
      'exception.type': 'TypeError',
      'exception.message': 'no',
      message: 'slow query',
      pool: 1,
    });
  });

  test.each([
    ['nothing', () => log.at('info').emit(), null, {}],
    ['a text', () => log.at('info').emit('m'), 'm', {}],
    ['a body that is null', () => log.at('info').body(null).emit(), null, {}],
    [
      'an error alone',
      () => log.at('info').error('thrown').emit(),
      'thrown',
      {
        'exception.type': 'string',
        'exception.message': 'thrown',
      },
    ],
  ] as const)('with %s', async (_, run, body, fields) => {
    const made = await one(run);
    expect([made.body, made.fields, made.name]).toEqual([body, fields, undefined]);
  });

  test('may be kept, and emits as often as it is told', async () => {
    let n = 0;
    const { logs } = await record(() => {
      const builder = log.at('info').with({ n: () => ++n });
      builder.emit('a');
      builder.emit('b');
    });
    expect(logs.map(({ text, fields }) => [text, fields['n']])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('that is off is one for all, which takes everything', async () => {
    const off = log.at('info');
    expect(off).toBe(logger('other').at('fatal'));
    expect(off.with({}).error(1).named('').body(2)).toBe(off);
    expect(off.emit('m')).toBeUndefined();
  });

  test('refuses a level that is none, and a name that is none', async () => {
    expect(() => log.at('loud' as Level)).toThrow(
      expect.objectContaining<Partial<SpanFnError>>({ code: 'SPANFN_BAD_LEVEL' }),
    );
    await record(() => {
      for (const name of ['', 5 as never]) {
        expect(() => log.at('info').named(name)).toThrow(
          expect.objectContaining<Partial<SpanFnError>>({ code: 'SPANFN_BAD_NAME' }),
        );
      }
    });
  });
});

describe('event()', () => {
  test('has a name, fields, and what else is said', async () => {
    const { logs } = await record(() => {
      event('user.login');
      event('user.login', { user: 'ann' });
      event('user.logout', () => ({ n: () => 1 }), { level: 'debug', target: 'auth', body: [1] });
    });
    expect(
      logs.map(({ level, target, name, body, fields }) => [level, target, name, body, fields]),
    ).toEqual([
      ['info', '', 'user.login', null, {}],
      ['info', '', 'user.login', null, { user: 'ann' }],
      ['debug', 'auth', 'user.logout', [1], { n: 1 }],
    ]);
  });

  test('refuses what cannot be', () => {
    expect(() => event('')).toThrow(/name of a span or event/);
    expect(() => event('a', {}, { level: 'loud' as Level })).toThrow(/no such level/);
    expect(() => logger('')).toThrow(/name of a span or event/);
    expect(() => log.child(5 as never)).toThrow(/child logger must be an object/);
  });
});
