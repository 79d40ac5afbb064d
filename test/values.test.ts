import { createContext, runInContext } from 'node:vm';
import { current, type SpanFnOptions, span, spanFn, start, withContext } from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, expect, test } from 'vitest';

const LIMITS = { length: 4096, width: 64, depth: 4, total: 256 };

let touched: string[] = [];
const touch = (what: string): never => {
  touched.push(what);
  throw new Error(`${what} was called`);
};

afterEach(async () => {
  touched = [];
  await start({ dispatcher: {}, redact: [], replace: true }).stop();
});

/** Ways in which a value gets into a span. */
const WAYS: Record<string, (value: unknown) => unknown> = {
  'span.set': (value) => span('work', (own) => void own.set('v', value)),
  'span.set of fields': (value) => span('work', (own) => void own.set({ v: value })),
  'current().set': (value) => span('work', () => void current()!.set('v', value)),
  'fields of a manual span': (value) => span('work', { fields: { v: value } }, () => {}),
  args: (value) => withArguments({}, value),
  'args as a function': (value) =>
    spanFn({ name: 'work', args: (v: unknown) => ({ v }) }, (_: unknown) => {})(value),
  fields: (value) => spanFn({ name: 'work', fields: { v: value } }, () => {})(),
  withContext: (value) => withContext({ v: value }, () => span('work', () => {})),
  'with redaction': (value) => withArguments({ redact: ['absent'] }, value),
};

/** Not the last argument: that would count as left out where it is undefined. */
function withArguments(options: SpanFnOptions, value: unknown): void {
  spanFn({ ...options, name: 'work', args: ['v', 'last'] }, (..._: unknown[]) => {})(value, 1);
}

const trap = (name: string) => () => touch(`proxy ${name}`);
const PROXY = new Proxy(
  {},
  Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, trap(name)])),
);
const foreign = createContext({});
const inForeign = (code: string): unknown => runInContext(code, foreign);

class Account {
  #secret = 'x';
  owner = 'ann';
  get balance(): number {
    return touch('getter');
  }
  toString(): string {
    return `${this.#secret}${touch('toString')}`;
  }
  toJSON(): unknown {
    return touch('toJSON');
  }
  [Symbol.toPrimitive](): unknown {
    return touch('toPrimitive');
  }
}

class Odd extends Uint8Array {
  static get [Symbol.species](): never {
    return touch('species');
  }
}

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

function circular(): object {
  const one: Record<string, unknown> = { n: 1 };
  one['self'] = one;
  one['list'] = [one];
  one['map'] = new Map([['k', one]]);
  return one;
}

function nested(depth: number): object {
  return depth === 0 ? { end: true } : { in: nested(depth - 1) };
}

function errorWith(property: 'message' | 'stack' | 'name'): Error {
  return Object.defineProperty(new Error('text'), property, { get: () => touch(property) });
}

function bush(width: number, depth: number): unknown {
  return depth === 0 ? 1 : Array.from({ length: width }, () => bush(width, depth - 1));
}

const EXACT: Record<string, [make: () => unknown, recorded: unknown]> = {
  NaN: [() => Number.NaN, Number.NaN],
  '-0': [() => -0, -0],
  Infinity: [() => Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  '-Infinity': [() => Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  '1e300': [() => 1e300, 1e300],
  '2**53+2': [() => 2 ** 53 + 2, 9007199254740994],
  undefined: [() => undefined, null],
  null: [() => null, null],
  true: [() => true, true],
  'int64 max': [() => 2n ** 63n - 1n, 2n ** 63n - 1n],
  'int64 min': [() => -(2n ** 63n), -(2n ** 63n)],
  'beyond int64': [() => 2n ** 63n, '9223372036854775808'],
  'below int64': [() => -(2n ** 63n) - 1n, '-9223372036854775809'],
  'a lone surrogate': [() => 'a\ud800b', 'a\ufffdb'],
  'an emoji': [() => '👍', '👍'],
  'a symbol': [() => Symbol('s'), 'Symbol(s)'],
  'a symbol without text': [() => Symbol(), 'Symbol()'],
  'a function': [() => function named() {}, '[Function named]'],
  'a function with an odd name': [
    () => Object.defineProperty(() => {}, 'name', { get: () => touch('name') }),
    '[Function (anonymous)]',
  ],
  'a class': [() => Account, '[Function Account]'],
  'a date': [() => new Date(0), '1970-01-01T00:00:00.000Z'],
  'an invalid date': [() => new Date(Number.NaN), 'Invalid Date'],
  'a date that lies': [
    () => Object.assign(new Date(0), { toISOString: () => touch('toISOString') }),
    '1970-01-01T00:00:00.000Z',
  ],
  'a map': [
    () =>
      new Map<unknown, unknown>([
        ['a', 1],
        [2, new Map()],
      ]),
    { a: 1, '2': {} },
  ],
  'a map with odd keys': [
    () => new Map([[{ toString: () => touch('toString') }, 1]]),
    { '[Object]': 1 },
  ],
  'a set': [() => new Set([1, 'a', new Set()]), [1, 'a', []]],
  'a regular expression': [() => /a/, '[RegExp]'],
  'a promise': [() => Promise.resolve(1), '[Promise]'],
  'a proxy': [() => PROXY, '[Proxy]'],
  'a proxy of a function': [() => new Proxy(() => {}, {}), '[Function Proxy]'],
  bytes: [() => new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  'a class instance': [() => new Account(), { owner: 'ann' }],
  'a getter': [
    () => ({
      get g() {
        return touch('getter');
      },
      v: 1,
    }),
    { g: '[Getter]', v: 1 },
  ],
  'a setter alone': [() => ({ set s(_: unknown) {} }), { s: '[Getter]' }],
  'a getter in an array': [
    () => Object.defineProperty([1, 2], 0, { get: () => touch('getter') }),
    ['[Getter]', 2],
  ],
  'toString that throws': [
    () => ({ toString: () => touch('toString'), toJSON: () => touch('toJSON') }),
    { toString: '[Function toString]', toJSON: '[Function toJSON]' },
  ],
  'a thenable': [
    () => Object.fromEntries([['then', function then() {}]]),
    JSON.parse('{"then": "[Function then]"}'),
  ],
  'an inspect hook': [
    () => ({ [Symbol.for('nodejs.util.inspect.custom')]: () => touch('inspect'), v: 1 }),
    { v: 1 },
  ],
  '__proto__ as a key': [
    () => JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'),
    JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'),
  ],
  'a null prototype': [() => Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  'a constructor that throws': [
    () =>
      nestedUnder({
        get constructor() {
          return touch('constructor');
        },
      }),
    [[[['[Object]']]]],
  ],
  'a hole': [() => Object.assign(new Array(3), { 0: 1, 2: 3 }), [1, null, 3]],
  'a circle': [
    () => circular(),
    { n: 1, self: '[Circular]', list: ['[Circular]'], map: { k: '[Circular]' } },
  ],
  'the same object twice': [
    () => {
      const one = { a: 1 };
      return [one, one];
    },
    [{ a: 1 }, { a: 1 }],
  ],
  'an error': [() => new TypeError('no'), 'TypeError: no'],
  'an error without text': [() => new Error(), 'Error'],
  'an error with a getter for its message': [() => errorWith('message'), 'Error'],
  'an error with a getter for its stack': [() => errorWith('stack'), 'Error: text'],
  'an error with a getter for its name': [() => errorWith('name'), 'Error: text'],
  'a frozen error': [() => Object.freeze(new Error('no')), 'Error: no'],
  'an error from elsewhere': [() => inForeign('new TypeError("no")'), 'TypeError: no'],
  'an object from elsewhere': [() => inForeign('({ a: [1, { b: 2 }] })'), { a: [1, { b: 2 }] }],
  'a map from elsewhere': [() => inForeign('new Map([["a", 1]])'), { a: 1 }],
  'a set from elsewhere': [() => inForeign('new Set([1])'), [1]],
  'a date from elsewhere': [() => inForeign('new Date(0)'), '1970-01-01T00:00:00.000Z'],
  'bytes from elsewhere': [() => inForeign('new Uint8Array([1])'), new Uint8Array([1])],
};

function nestedUnder(value: unknown): unknown {
  return [[[[value]]]];
}

const SAFE: Record<string, () => unknown> = {
  '5 MB of text': () => 'x'.repeat(5_000_000),
  '5 MB of pairs of surrogates': () => `x${'👍'.repeat(1_250_000)}`,
  '5 MB of bytes': () => new Uint8Array(5_000_000),
  'a huge array': () => new Array(1_000_000).fill('item'),
  'a huge empty array': () => new Array(2 ** 32 - 1),
  'a huge map': () => new Map(Array.from({ length: 1000 }, (_, i) => [i, i])),
  'a huge set': () => new Set(Array.from({ length: 1000 }, (_, i) => i)),
  'a huge object': () => Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i])),
  'long keys': () => ({ ['k'.repeat(10_000)]: new Map([['k'.repeat(10_000), 1]]) }),
  'a long symbol': () => Symbol('x'.repeat(10_000)),
  'a long bigint': () => 10n ** 10_000n,
  'a long function name': () => Object.defineProperty(() => {}, 'name', { value: 'x'.repeat(1e4) }),
  'a long error': () => new Error('x'.repeat(10_000)),
  'deep nesting': () => nested(1000),
  'a bush': () => bush(10, 6),
  'a bush of holes': () =>
    Array.from({ length: 64 }, () => Array.from({ length: 64 }, () => new Array(64))),
  'a bush of getters': () =>
    Array.from({ length: 300 }, () =>
      Object.defineProperties(
        {},
        Object.fromEntries(
          Array.from({ length: 64 }, (_, i) => [
            `g${i}`,
            { get: () => touch('g'), enumerable: true },
          ]),
        ),
      ),
    ),
  'a prototype that is a proxy': () => Object.create(PROXY),
  'a list on a proxy': () => Object.setPrototypeOf([1], PROXY),
  'bytes without their buffer': () => detached(),
  'bytes of a class that is odd': () => new Odd(4),
  'bytes with a constructor of their own': () =>
    Object.defineProperty(new Uint8Array(4), 'constructor', { get: () => touch('constructor') }),
  floats: () => new Float64Array([1.5, Number.NaN]),
  'a view': () => new DataView(new ArrayBuffer(8)),
  'a shared buffer': () => new SharedArrayBuffer(8),
  'a weak map': () => new WeakMap(),
  'a generator': () => (function* () {})(),
  'the global object': () => globalThis,
  'boxed values': () => [Object('text'), Object(1), Object(Symbol('s')), Object(1n)],
  'array-likes': () => ({ length: 1e9, 0: 'a' }),
  'an array whose length lies': () =>
    Object.assign(Object.create(Array.prototype), { length: 1e9 }),
};

async function recorded(way: string, value: unknown): Promise<unknown> {
  const rec = await record(() => void WAYS[way]!(value));
  expect(rec.spans).toHaveLength(1);
  expect(() => rec.tree()).not.toThrow();
  return rec.spans[0]!.fields['v'];
}

test.each(Object.keys(WAYS))(
  '%s records odd values exactly, and runs none of their code',
  async (way) => {
    for (const [name, [make, expected]] of Object.entries(EXACT)) {
      const actual = await recorded(way, make());
      expect(actual, name).toStrictEqual(expected);
      expect(touched, name).toEqual([]);
    }
  },
);

/** Text is cut with a mark, and kept inside of a few characters of its own. */
const SLACK = 32;

function measure(value: unknown, depth = 0): number {
  if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(LIMITS.length + SLACK);
  if (value instanceof Uint8Array) expect(value.length).toBeLessThanOrEqual(LIMITS.length);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 1;
  expect(depth).toBeLessThan(LIMITS.depth);
  const entries = Object.entries(value);
  expect(entries.length).toBeLessThanOrEqual(LIMITS.width + 1);
  let total = 1;
  for (const [key, item] of entries) {
    expect(key.length).toBeLessThanOrEqual(LIMITS.length + SLACK);
    total += item === '…' ? 0 : measure(item, depth + 1);
  }
  return total;
}

test.each(Object.keys(SAFE))(
  '%s is recorded within bounds, and its code is not run',
  async (name) => {
    for (const way of Object.keys(WAYS)) {
      const value = await recorded(way, SAFE[name]!());
      expect(touched, way).toEqual([]);
      expect(measure(value), way).toBeLessThanOrEqual(LIMITS.total + LIMITS.depth);
    }
  },
);

test('what was cut says so', async () => {
  expect(await recorded('args', 'x'.repeat(5000))).toBe(`${'x'.repeat(4096)}…`);
  const list = (await recorded('args', new Array(1000).fill(0))) as unknown[];
  expect(list.slice(63)).toEqual([0, '… 936 more']);
  const redacted = (await recorded('with redaction', new Array(1000).fill(0))) as unknown[];
  expect(redacted).toEqual(list);
});

test('text is cut between characters', async () => {
  const value = (await recorded('args', `x${'👍'.repeat(5000)}`)) as string;
  expect(value.isWellFormed()).toBe(true);
  expect(value.endsWith('👍…')).toBe(true);
});

test('values are copied: what happens to them later is not seen', async () => {
  const list = [1];
  const bytes = new Uint8Array([1]);
  const rec = await record(() => {
    spanFn({ name: 'work', args: ['list', 'bytes'] }, (..._: unknown[]) => {
      list.push(2);
      bytes[0] = 2;
    })(list, bytes);
  });
  expect(rec.spans[0]!.fields).toEqual({ list: [1], bytes: new Uint8Array([1]) });
});

test('an object with endless fields is bounded as fields too', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
  const long = { ['k'.repeat(100_000)]: 1 };
  const rec = await record(() => {
    span('set', (own) => void own.set(many));
    spanFn({ name: 'args', args: () => many }, () => {})();
    spanFn({ name: 'fields', fields: many }, () => {})();
    spanFn({ name: 'result', result: () => many }, () => {})();
    span('long', (own) => void own.set(long).set('k'.repeat(100_000), 1));
    spanFn({ name: 'long', args: () => long }, () => {})();
  });
  for (const { name, fields } of rec.spans) {
    const keys = Object.keys(fields);
    expect(keys.length, name).toBeLessThanOrEqual(2 * LIMITS.width);
    for (const key of keys) expect(key.length, name).toBeLessThanOrEqual(LIMITS.length + SLACK);
  }
});

test('fields with getters are recorded alike, whatever the way in', async () => {
  const fields = {
    get a() {
      return touch('getter');
    },
    b: 1,
  };
  const rec = await record(() => {
    span('set', (own) => void own.set(fields));
    span('manual', { fields }, () => {});
    spanFn({ name: 'fields', fields }, () => {})();
    spanFn({ name: 'args', args: () => fields }, () => {})();
    spanFn({ name: 'result', result: () => fields }, () => {})();
  });
  expect(touched).toEqual([]);
  for (const one of rec.spans) expect(one.fields, one.name).toEqual({ a: '[Getter]', b: 1 });
});

test('redaction by site holds at any depth, for each source of fields', async () => {
  const secret = { token: 'x', a: [{ token: 'x' }], m: new Map([['token', 'x']]), ok: 1 };
  const hidden = {
    token: '[redacted]',
    a: [{ token: '[redacted]' }],
    m: { token: '[redacted]' },
    ok: 1,
  };
  const options = { name: 'work', redact: ['token'], args: ['v', 'token'], result: true };
  const work = spanFn(
    { ...options, fields: { token: 'x', deep: secret } } as const,
    (v, _token) => v,
  );
  const rec = await record(() => {
    expect(work(secret, 'x')).toBe(secret);
    span('open', { fields: { v: secret } }, () => {});
  });
  expect(rec.spans[0]!.fields).toEqual({
    token: '[redacted]',
    deep: hidden,
    v: hidden,
    result: hidden,
  });
  expect(rec.tree({ fields: true }).split('\n')[0]).not.toContain('"x"');
  expect(rec.spans[1]!.fields['v']).toMatchObject({ token: 'x' });
});

test('redaction for all holds at any depth, for each source of fields', async () => {
  await using _ = start({ dispatcher: {}, redact: ['password', 'token'] });
  for (const way of Object.keys(WAYS)) {
    const value = await recorded(way, { token: 'x', a: [{ password: { deep: 'x' } }] });
    expect(value, way).toEqual({ token: '[redacted]', a: [{ password: '[redacted]' }] });
  }
  const rec = await record(() => span('work', (own) => void own.set('token', 'x')));
  expect(rec.spans[0]!.fields).toEqual({ token: '[redacted]' });
});

test('redaction by site and for all add up', async () => {
  await using _ = start({ dispatcher: {}, redact: ['a'] });
  const rec = await record(() =>
    spanFn({ name: 'work', args: ['v'], redact: ['b'] }, (_: unknown) => {})({ a: 1, b: 2, c: 3 }),
  );
  expect(rec.spans[0]!.fields).toEqual({ v: { a: '[redacted]', b: '[redacted]', c: 3 } });
});
