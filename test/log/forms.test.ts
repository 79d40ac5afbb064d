import { inspect } from 'node:util';
import { debug, display, field, type LogMethod, log, logger, start } from 'spanfn';
import { type RecordedLog, record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { captureErrorCount } from '../../src/base/capture-errors.ts';

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

/** The one event that `run` logs. */
async function one(run: () => unknown): Promise<RecordedLog> {
  const { logs } = await record(run);
  expect(logs).toHaveLength(1);
  return logs[0]!;
}

/** What JavaScript may call it with, whatever the types say. */
const asGiven = (method: LogMethod) => method as (...args: readonly unknown[]) => void;

class Order {
  @field accessor id = 7;
  private note = 'secret';
  @field get total(): number {
    return this.note.length;
  }
}

class Point {
  x = 1;
  get y(): number {
    return 2;
  }
}

describe('arguments', () => {
  const parsed = Object.fromEntries([
    ['__proto__', 1],
    ['a', 2],
  ]) as object;
  test.each([
    ['a message', ['stored'], 'stored', {}],
    ['a message and fields', ['stored', { id: 1, ok: true }], 'stored', { id: 1, ok: true }],
    ['fields and a message', [{ id: 1 }, 'stored'], 'stored', { id: 1 }],
    ['fields alone', [{ id: 1 }], null, { id: 1 }],
    ['nothing', [], null, {}],
    ['undefined', [undefined], null, {}],
    ['fields that are undefined', ['stored', undefined], 'stored', {}],
    ['a function for all fields, first', [() => ({ id: 1 }), 'stored'], 'stored', { id: 1 }],
    ['a function for all fields, last', ['stored', () => ({ id: 1 })], 'stored', { id: 1 }],
    ['a function for the message', [() => 'stored'], 'stored', {}],
    ['a function for nothing', [() => undefined, 'stored'], 'stored', {}],
    ['a function for a field', ['stored', { n: () => 2 }], 'stored', { n: 2 }],
    [
      'a function for an object',
      ['stored', { n: () => ({ a: [1] }) }],
      'stored',
      { n: { a: [1] } },
    ],
    ['a function with parameters', ['f', { n: (a: number) => a }], 'f', { n: '[Function n]' }],
    [
      'a class, which cannot be called',
      ['c', { Point }],
      'c',
      { Point: expect.stringMatching(/^\[threw TypeError: /) },
    ],
    ['a function for a function', ['f', { n: () => Math.max }], 'f', { n: '[Function max]' }],
    ['two messages', ['stored', 'twice'], 'stored twice', {}],
    ['a number for a message', [5], '5', {}],
    ['numbers, as of old', ['rows', 5, 6n], 'rows 5 6', {}],
    ['null', [null], 'null', {}],
    ['a symbol', [Symbol('s')], 'Symbol(s)', {}],
    ['fields twice', [{ a: 1, b: 1 }, 'm', { b: 2 }], 'm', { a: 1, b: 2 }],
    [
      'a getter, which is called',
      [
        'g',
        {
          get n() {
            return 3;
          },
        },
      ],
      'g',
      { n: 3 },
    ],
    [
      'what inherits: its own properties',
      ['i', Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })],
      'i',
      { own: 2 },
    ],
    ['an instance: its own properties', ['p', new Point()], 'p', { x: 1 }],
    ['an instance of an annotated class', ['o', new Order()], 'o', { id: 7, total: 6 }],
    ['a list', ['ids', [1, 2]], 'ids', { value: [1, 2] }],
    ['a map', ['map', new Map([['a', 1]])], 'map', { value: { a: 1 } }],
    ['a date', ['at', new Date(0)], 'at', { value: '1970-01-01T00:00:00.000Z' }],
    ['bytes', ['sent', new Uint8Array([1])], 'sent', { value: new Uint8Array([1]) }],
    ['a text to be made', ['it is', display({ toString: () => 'so' })], 'it is so', {}],
    ['odd names', ['odd', parsed], 'odd', parsed],
    ['undefined as a field', ['u', { a: undefined }], 'u', { a: null }],
  ] as readonly [string, readonly unknown[], unknown, object][])(
    '%s',
    async (_, args, body, fields) => {
      const event = await one(() => asGiven(log.info)(...args));
      expect(event.body).toEqual(body);
      expect(event.fields).toEqual(fields);
      expect([event.level, event.target, event.error]).toEqual(['info', '', undefined]);
    },
  );

  test.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)(
    'each level has its method, which gives nothing back: %s',
    async (level) => {
      const event = await one(() => expect(logger('db')[level]('hello')).toBeUndefined());
      expect([event.level, event.target]).toEqual([level, 'db']);
    },
  );

  test('are taken by a method that was handed on', async () => {
    const event = await one(() => Promise.reject(new Error('late')).catch(log.error));
    expect([event.level, event.body]).toEqual(['error', 'late']);
  });

  test('are copied at once', async () => {
    const list = [1];
    const event = await one(() => {
      log.info('list', { list });
      list.push(2);
    });
    expect(event.fields).toEqual({ list: [1] });
  });

  test('are bounded, and what is left out is counted', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, i]));
    const event = await one(() => log.info('x'.repeat(5000), many));
    expect(event.text).toHaveLength(4097);
    expect(Object.keys(event.fields)).toHaveLength(128);
  });

  test('that are redacted are not even computed', async () => {
    start({ dispatcher: {}, redact: ['password'] });
    let computed = 0;
    const child = log.child({ password: 'x', deep: { password: 'y' } });
    const event = await one(() =>
      child.info('in', { user: { password: 'z' }, password: () => computed++ }),
    );
    expect(computed).toBe(0);
    expect(event.fields).toEqual({
      password: '[redacted]',
      deep: { password: '[redacted]' },
      user: { password: '[redacted]' },
    });
  });
});

describe('what throws is told, counted, and goes no further', () => {
  const fail = (): never => {
    throw new TypeError('no');
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  test.each([
    [
      'a getter',
      [
        'm',
        {
          get a() {
            return fail();
          },
          b: 1,
        },
      ],
      'm',
      { a: '[threw TypeError: no]', b: 1 },
    ],
    ['a computed field', ['m', { a: fail, b: 1 }], 'm', { a: '[threw TypeError: no]', b: 1 }],
    ['all fields', [fail, 'm'], '[threw TypeError: no] m', {}],
    ['a toString', ['m', { a: display({ toString: fail }) }], 'm', { a: '[threw TypeError: no]' }],
    [
      'an inspect',
      ['m', { a: debug({ [inspect.custom]: fail }) }],
      'm',
      { a: '[threw TypeError: no]' },
    ],
    [
      'no toString',
      ['m', { a: display(Object.create(null)) }],
      'm',
      { a: expect.stringMatching(/^\[threw TypeError: /) },
    ],
    ['a revoked proxy', ['m', revoked], 'm', {}],
    ['a proxy', ['m', new Proxy({}, { ownKeys: fail })], 'm', {}],
  ] as readonly [string, readonly unknown[], string, object][])(
    '%s',
    async (_, args, body, fields) => {
      const before = captureErrorCount();
      const event = await one(() => asGiven(log.info)(...args));
      expect([event.body, event.fields]).toEqual([body, fields]);
      expect(captureErrorCount()).toBe(before + 1);
    },
  );

  test('a promise is not waited for, and that it rejects ends nothing', async () => {
    const before = captureErrorCount();
    const event = await one(async () => {
      log.info('m', { a: async () => fail() });
      await new Promise(setImmediate);
    });
    expect(event.fields).toEqual({ a: '[Promise]' });
    expect(captureErrorCount()).toBe(before + 1);
  });
});

describe('display and debug', () => {
  test('show a value in two ways, also inside of others', async () => {
    const value = { a: { b: { c: { d: { e: 1 } } } }, toString: () => 'me' };
    const { fields } = await one(() =>
      log.info('m', { as: display(value), all: debug(value), in: { list: [display(3n)] } }),
    );
    expect(fields['as']).toBe('me');
    expect(fields['all']).toBe(
      '{ a: { b: { c: { d: [Object] } } }, toString: [Function: toString] }'.replace(
        '{ d: [Object] }',
        '{ d: { e: 1 } }',
      ),
    );
    expect(fields['in']).toEqual({ list: ['3'] });
  });

  test('are bounded', async () => {
    const { fields } = await one(() =>
      log.info('m', {
        a: display('x'.repeat(9999)),
        b: debug(Array.from({ length: 9999 }, () => 'text')),
      }),
    );
    expect(fields['a']).toHaveLength(4097);
    expect((fields['b'] as string).length).toBeLessThan(700);
  });
});

describe('errors', () => {
  const cause = new RangeError('too far');
  const error = new TypeError('no such cart', { cause });

  test.each([
    ['alone', [error], 'no such cart', {}],
    ['and a message', [error, 'cannot store'], 'cannot store', {}],
    ['and a message and fields', [error, 'cannot store', { id: 1 }], 'cannot store', { id: 1 }],
    ['after a message', ['cannot store', error], 'cannot store', {}],
    ['computed', ['cannot store', () => error], 'cannot store', {}],
  ] as readonly [string, readonly unknown[], string, object][])(
    '%s',
    async (_, args, body, own) => {
      const event = await one(() => asGiven(log.error)(...args));
      expect(event.error).toBe(error);
      expect(event.body).toBe(body);
      expect(event.fields).toEqual({
        'exception.type': 'TypeError',
        'exception.message': 'no such cart',
        'exception.stacktrace': `${error.stack}\nCaused by: ${cause.stack}`,
        'spanfn.causes': ['RangeError: too far'],
        ...own,
      });
    },
  );

  test('as a field: type and message', async () => {
    const event = await one(() => log.error('cannot store', { err: error }));
    expect(event.fields).toEqual({ err: 'TypeError: no such cart' });
  });

  test('a second one is a field, and own fields go over', async () => {
    const event = await one(() => asGiven(log.error)(cause, error, { 'exception.type': 'mine' }));
    expect(event.error).toBe(cause);
    expect(event.fields).toMatchObject({
      error: 'TypeError: no such cart',
      'exception.type': 'mine',
    });
  });

  test('causes that go round in a circle, and those of an aggregate, are told once', async () => {
    const a = new Error('a');
    const b = new Error('b', { cause: a });
    a.cause = b;
    const all = new AggregateError([a, b, 'text'], 'all');
    expect((await one(() => log.error(a))).fields['spanfn.causes']).toEqual(['Error: b']);
    expect((await one(() => log.error(all))).fields['spanfn.causes']).toEqual([
      'Error: a',
      'Error: b',
      'text',
    ]);
  });

  test('a long chain is cut, and getters are not called', async () => {
    let long = new Error('0');
    for (let i = 1; i < 100; i++) long = new Error(String(i), { cause: long });
    expect((await one(() => log.error(long))).fields['spanfn.causes']).toHaveLength(8);
    const odd = Object.defineProperty(new Error('odd'), 'cause', {
      get() {
        throw new Error('called');
      },
    });
    expect((await one(() => log.error(odd))).fields).not.toHaveProperty('spanfn.causes');
  });

  test('of no class of errors, or made by hand, or thrown as text', async () => {
    const byHand = Object.assign(Object.create(Error.prototype), { name: 'Odd', message: 'hm' });
    expect((await one(() => log.error(byHand))).fields).toEqual({
      'exception.type': 'Odd',
      'exception.message': 'hm',
    });
    expect((await one(() => log.error('thrown' as unknown, 'caught'))).body).toBe('thrown caught');
    expect(
      (await one(() => log.error(new DOMException('gone', 'AbortError')))).fields,
    ).toMatchObject({
      'exception.type': 'AbortError',
      'exception.message': 'gone',
    });
  });
});
