import { setImmediate as immediate } from 'node:timers/promises';
import { types } from 'node:util';
import { type SpanFnError, type SpanFnOptions, span, spanFn, start } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

test('name and level, target and kind are those of the option', async () => {
  class Cart {
    @spanFn total(): number {
      return 1;
    }
    @spanFn('cart.add') add(): void {}
    @spanFn({ name: 'cart.clear', level: 'warn', target: 'shop/cart', kind: 'sync' })
    clear(): void {}
  }
  const rec = await record(() => {
    const cart = new Cart();
    cart.total();
    cart.add();
    cart.clear();
  });
  expect(rec.spans.map(({ name, site }) => [name, site.level, site.target, site.kind])).toEqual([
    ['Cart.total', 'info', 'test/options.test.ts', 'auto'],
    ['cart.add', 'info', 'test/options.test.ts', 'auto'],
    ['cart.clear', 'warn', 'shop/cart', 'sync'],
  ]);
});

test('args names the arguments to record; null skips one, absent ones are left out, and undefined ones at the end', async () => {
  const login = spanFn(
    { name: 'login', args: ['user', null, 'attempt', 'note'] },
    (..._: unknown[]) => {},
  );
  const rec = await record(() => {
    login('ann', 'pa55', 3);
    login('bob');
    login(undefined, 1, 2, undefined, 'more');
    login(undefined, 'pa55', undefined);
  });
  expect(rec).toMatchSpanTree(`
    login thread {user="ann", attempt=3}
    login thread {user="bob"}
    login thread {user=null, attempt=2}
    login thread
  `);
});

test('arguments of redacted names are not recorded, plain ones neither', async () => {
  const options = { name: 'login', args: ['user', 'token'] } as const;
  const login = spanFn({ ...options, redact: ['token'] }, (..._: unknown[]) => {});
  const rec = await record(() => {
    login('ann', 'secret');
    login('bob', { secret: 1 });
  });
  expect(rec).toMatchSpanTree(`
    login thread {user="ann", token="[redacted]"}
    login thread {user="bob", token="[redacted]"}
  `);
});

test('of more arguments than fields may be, the first are recorded', async () => {
  const args = Array.from({ length: 300 }, (_, i) => `a${i}`);
  const values = args.map((_, i) => i);
  const rec = await record(() => spanFn({ args }, (..._: unknown[]) => {})(...values));
  const recorded = Object.entries(rec.spans[0]!.fields);
  expect(recorded).toEqual(values.slice(0, 128).map((value) => [`a${value}`, value]));
});

test('args as a function gets the arguments and `this`', async () => {
  class Cart {
    id = 'c1';
    @spanFn({
      args(this: Cart, item: string, count = 1) {
        return { cart: this.id, item, count };
      },
    })
    add(_item: string, _count?: number): void {}
  }
  const rec = await record(() => {
    new Cart().add('tea');
    new Cart().add('milk', 2);
  });
  expect(rec).toMatchSpanTree(`
    Cart.add thread {cart="c1", item="tea", count=1}
    Cart.add thread {cart="c1", item="milk", count=2}
  `);
});

test('result is recorded as told: what was returned, or resolved with', async () => {
  const rec = await record(async () => {
    spanFn({ name: 'true', result: true }, () => 5)();
    spanFn({ name: 'false', result: false }, () => 5)();
    spanFn({ name: 'named', result: 'rows' }, () => [1, 2])();
    spanFn({ name: 'function', result: (n: number) => ({ twice: n * 2 }) }, () => 4)();
    spanFn({ name: 'nothing', result: true }, () => {})();
    await spanFn({ name: 'async', result: true }, async () => 'late')();
    await spanFn({ name: 'promise', result: true }, () => immediate('late'))();
    await spanFn({ name: 'settled', result: true }, () => Promise.resolve('was'))();
  });
  expect(rec).toMatchSpanTree(`
    true thread {result=5}
    false thread
    named thread {rows=[1, 2]}
    function thread {twice=8}
    nothing thread {result=null}
    async async {result="late"}
    promise async {result="late"}
    settled async {result="was"}
  `);
});

const SETTLED: unknown[] = [
  5,
  -0,
  Number.NaN,
  1e21,
  10n,
  -(2n ** 62n),
  true,
  false,
  null,
  undefined,
  '',
  'text',
  "it's",
  '"double"',
  `'single' and "double"`,
  `'single', "double" and \`back\``,
  'new\nline, tab\t, back\\slash, \\x41, \u0001, \u007f, \u009f, \ud800, 👍',
  'x'.repeat(3000),
  [1, 2],
  {},
  new Error('no'),
  Object.create(null),
  () => {},
  new Proxy({}, {}),
];

test.each(SETTLED.map((value, i) => [typeof value, i] as const))(
  'a promise shows what it was settled with: %s (%d)',
  async (_, i) => {
    const value = SETTLED[i];
    const expected = await record(() => spanFn({ name: 'work', result: true }, () => value)());
    const works = [
      spanFn({ name: 'settled', result: true }, () => Promise.resolve(value)),
      spanFn({ name: 'pending', result: true }, () => immediate(value)),
    ];
    const fails = [
      spanFn('rejected', () => Promise.reject(value)),
      spanFn('rejects', () => immediate().then(() => Promise.reject(value))),
    ];
    const rec = await record(async () => {
      for (const work of works) expect(Object.is(await work(), value)).toBe(true);
      for (const fail of fails) await fail().catch(() => {});
    });
    for (const one of rec.spans.slice(0, 2)) {
      expect(one.fields, one.name).toStrictEqual(expected.spans[0]!.fields);
    }
    // A proxy is not looked behind; of a promise that must be left alone its text is all there is.
    const reason = types.isProxy(value) ? '[Proxy]' : value;
    for (const one of rec.spans.slice(2)) expect(Object.is(one.error, reason), one.name).toBe(true);
  },
);

test('the result of a generator is what it returns', async () => {
  const counts = function* () {
    yield 1;
    return 7;
  };
  const countsLate = async function* () {
    yield 1;
    return 7;
  };
  const rec = await record(async () => {
    for (const _ of spanFn({ name: 'sync', result: true }, counts)());
    for await (const _ of spanFn({ name: 'async', result: true }, countsLate)());
    const queue = spanFn({ name: 'queued', result: true }, countsLate)();
    await Promise.all([queue.next(), queue.next(), queue.next(), queue.next()]);
  });
  expect(rec).toMatchSpanTree(`
    sync async {result=7}
    async async {result=7}
    queued async {result=7}
  `);
});

test('a failed call has no result', async () => {
  const fails = spanFn({ name: 'fails', result: true }, () => {
    throw new Error('no');
  });
  const rec = await record(() => expect(fails).toThrow('no'));
  expect(rec.tree()).toBe('fails thread error: "no"');
});

test('fields stand on every span: an object, or a function of the arguments', async () => {
  const rec = await record(() => {
    spanFn({ name: 'object', fields: { table: 'orders' } }, () => {})();
    spanFn({ name: 'function', fields: (n: number) => ({ even: n % 2 === 0 }) }, (_: number) => {})(
      2,
    );
    spanFn({ name: 'both', fields: { a: 1, n: 0 }, args: ['n'] }, (_: number) => {})(2);
  });
  expect(rec).toMatchSpanTree(`
    object thread {table="orders"}
    function thread {even=true}
    both thread {a=1, n=2}
  `);
});

test('error decides what is a failure; what was thrown is noted either way', async () => {
  class NotFound extends Error {}
  const find = spanFn(
    { name: 'find', error: (error) => !(error instanceof NotFound) },
    async (error: Error) => {
      throw error;
    },
  );
  const expected = new NotFound('nothing there');
  const rec = await record(async () => {
    await expect(find(expected)).rejects.toBe(expected);
    await expect(find(new Error('broken'))).rejects.toThrow('broken');
  });
  expect(rec).toMatchSpanTree(`
    find async
    find async error: "broken"
  `);
  expect(rec.spans[0]).toMatchObject({ status: 'unset', error: expected });
});

test('root, parent and links place each call', async () => {
  const header = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const link = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) };
  const job = spanFn({ name: 'job', root: true, links: [link] }, () => {});
  const handle = spanFn(
    {
      name: 'handle',
      parent: (message: { header?: string }) => message.header,
      links: () => [link],
    },
    (_: { header?: string }) => {},
  );
  const rec = await record(() => {
    span('outer', () => {
      handle({});
      job();
      handle({ header });
    });
  });
  const [outer, first, second, third] = rec.spans;
  expect(rec).toMatchSpanTree(`
    outer thread
      handle thread
    job thread
    handle thread
  `);
  expect(first!.parentSpanId).toBe(outer!.spanId);
  expect(second!.traceId).not.toBe(outer!.traceId);
  expect(third).toMatchObject({ traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) });
  expect([first, second, third].map((one) => one!.links)).toEqual([[link], [link], [link]]);
});

test('parent may be a span that is open elsewhere', async () => {
  const rec = await record(() => {
    span('request', (request) => {
      const work = spanFn({ name: 'work', parent: request }, () => {});
      span('unrelated', { root: true }, work);
    });
  });
  expect(rec).toHaveSpan('work', { parent: 'request' });
});

test('a decorated class covers its methods, save those left out', async () => {
  const hidden = Symbol('hidden');
  @spanFn({ level: 'warn', fields: { of: 'cart' }, exclude: ['size', hidden, /^get/g] })
  class Cart {
    add(): void {}
    size(): void {}
    getA(): void {}
    getB(): void {}
    getC(): void {}
    [hidden](): void {}
    static create(): Cart {
      return new Cart();
    }
  }
  const rec = await record(() => {
    const cart = Cart.create();
    cart.add();
    cart.size();
    cart[hidden]();
    cart.getA();
    cart.getB();
    cart.getC();
  });
  expect(rec).toMatchSpanTree(`
    Cart.create thread {of="cart"}
    Cart.add thread {of="cart"}
  `);
  expect(rec.spans[0]!.site.level).toBe('warn');
});

test("a name on a class stands for the class's", async () => {
  @spanFn('shop')
  class Cart {
    add(): void {}
  }
  expect((await record(() => new Cart().add())).tree()).toBe('shop.add thread');
});

const no = (): never => {
  throw new Error('no');
};
const AWKWARD: Record<string, unknown> = {
  'that throws': no,
  'that gives a number': () => 5,
  'that gives nothing': () => undefined,
  'that gives null': () => null,
  'that gives a proxy that throws': () =>
    new Proxy(
      {},
      { get: no, has: no, ownKeys: no, getPrototypeOf: no, getOwnPropertyDescriptor: no },
    ),
  'that gives a list of odd things': () => [5, null, {}, 'x'],
  'that gives a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

test.each(Object.keys(AWKWARD))('a function %s harms no call, as whatever option', async (kind) => {
  const given = AWKWARD[kind] as never;
  for (const option of ['args', 'fields', 'result', 'error', 'parent', 'links'] as const) {
    const options: SpanFnOptions = { name: option, [option]: given };
    const thrown = new Error('own');
    const rec = await record(async () => {
      expect(spanFn(options, (n: number) => n)(1), option).toBe(1);
      expect(await spanFn(options, async (n: number) => n)(2), option).toBe(2);
      expect(
        () =>
          spanFn(options, () => {
            throw thrown;
          })(),
        option,
      ).toThrow(thrown);
    });
    expect(rec.spans, option).toHaveLength(3);
    expect(rec, option).toHaveNoOpenSpans();
  }
});

test('functions that throw are counted', async () => {
  await using handle = start({ dispatcher: {} });
  for (const option of ['args', 'fields', 'result', 'error', 'parent', 'links'] as const) {
    const before = handle.stats().captureErrors;
    const fails = option === 'error';
    const work = spanFn({ name: 'work', [option]: no }, () => (fails ? no() : 1));
    if (fails) expect(work).toThrow('no');
    else expect(work()).toBe(1);
    expect(handle.stats().captureErrors - before, option).toBe(1);
  }
});

test('an error function that throws leaves the error a failure', async () => {
  const rec = await record(() => expect(spanFn({ name: 'work', error: no }, no)).toThrow('no'));
  expect(rec).toHaveSpan('work', { status: 'error' });
});

const MISTAKES: [options: unknown, code: string, value: unknown][] = [
  [{ nmae: 'x' }, 'SPANFN_BAD_OPTION', 'nmae'],
  [{ name: '' }, 'SPANFN_BAD_NAME', ''],
  [{ name: 5 }, 'SPANFN_BAD_NAME', 5],
  [{ name: null }, 'SPANFN_BAD_NAME', null],
  [{ level: 'loud' }, 'SPANFN_BAD_LEVEL', 'loud'],
  [{ level: 3 }, 'SPANFN_BAD_LEVEL', 3],
  [{ target: 5 }, 'SPANFN_BAD_OPTION', 5],
  [{ kind: 'generator' }, 'SPANFN_BAD_OPTION', 'generator'],
  [{ args: true }, 'SPANFN_BAD_OPTION', true],
  [{ args: 'a' }, 'SPANFN_BAD_OPTION', 'a'],
  [{ args: [1] }, 'SPANFN_BAD_OPTION', [1]],
  [{ args: [undefined] }, 'SPANFN_BAD_OPTION', [undefined]],
  [{ result: 5 }, 'SPANFN_BAD_OPTION', 5],
  [{ result: null }, 'SPANFN_BAD_OPTION', null],
  [{ fields: 'x' }, 'SPANFN_BAD_OPTION', 'x'],
  [{ fields: null }, 'SPANFN_BAD_OPTION', null],
  [{ error: true }, 'SPANFN_BAD_OPTION', true],
  [{ redact: 'token' }, 'SPANFN_BAD_OPTION', 'token'],
  [{ redact: [5] }, 'SPANFN_BAD_OPTION', [5]],
  [{ root: 'yes' }, 'SPANFN_BAD_OPTION', 'yes'],
  [{ parent: 5 }, 'SPANFN_BAD_OPTION', 5],
  [{ links: {} }, 'SPANFN_BAD_OPTION', {}],
  [{ exclude: 'a' }, 'SPANFN_BAD_OPTION', 'a'],
  [null, 'SPANFN_BAD_OPTION', null],
  [[], 'SPANFN_BAD_OPTION', []],
  [5, 'SPANFN_BAD_OPTION', 5],
  ['', 'SPANFN_BAD_NAME', ''],
];

function refusal(run: () => unknown): SpanFnError {
  try {
    run();
  } catch (error) {
    return error as SpanFnError;
  }
  throw new Error('was not refused');
}

test.each(MISTAKES)(
  'options %j are refused, as a decorator and as a function',
  (options, code, value) => {
    for (const use of [
      () => spanFn(options as object),
      () => spanFn(options as object, () => {}),
    ]) {
      const error = refusal(use);
      expect(error).toMatchObject({ name: 'SpanFnError', code, value });
      expect(error.message).toContain(error.remedy);
      expect(error.message).toMatch(/\(got .+\)\. .+ \[SPANFN_\w+\]$/);
    }
  },
);

test('options that speak of one function are refused on a class', () => {
  const given: SpanFnOptions = {
    kind: 'sync',
    args: [],
    result: true,
    parent: () => null,
    links: [],
    root: true,
  };
  for (const [name, value] of Object.entries(given)) {
    const error = refusal(() => spanFn({ [name]: value })(class {}));
    expect(error).toMatchObject({ code: 'SPANFN_BAD_OPTION', value: name });
  }
});

test('a kind that the function disproves is refused', () => {
  const wrong: [SpanFnOptions['kind'], () => unknown][] = [
    ['sync', async () => {}],
    ['auto', async () => {}],
    ['async', function* () {}],
    ['sync', async function* () {}],
  ];
  for (const [kind, fn] of wrong) {
    expect(refusal(() => spanFn({ name: 'x', kind }, fn))).toMatchObject({
      code: 'SPANFN_BAD_OPTION',
      value: kind,
    });
  }
});

test('a function taken for sync that returns a promise after all is no thread span', async () => {
  const load = spanFn({ name: 'load', kind: 'sync' }, () => immediate(1));
  const rec = await record(async () => expect(await load()).toBe(1));
  expect(rec.tree()).toBe('load async');
});
