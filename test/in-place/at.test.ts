import { transformSync } from 'esbuild';
import * as spanfn from 'spanfn';
import { type SpanFnPlace, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';

const PLACE: SpanFnPlace = {
  name: 'Cart.total',
  kind: 'sync',
  target: 'src/cart.ts',
  line: 12,
  column: 3,
};

/** The one site whose span `call` makes. */
async function siteOf(call: () => unknown): Promise<spanfn.Site> {
  const { spans } = await record(() => call());
  expect(spans).toHaveLength(1);
  return spans[0]!.site;
}

const STATIC = {
  name: 'Cart.total',
  target: 'src/cart.ts',
  file: 'src/cart.ts',
  line: 12,
  column: 3,
};

interface Cart {
  total(): unknown;
  tax(): unknown;
}

describe.each([
  ['legacy', true],
  ['standard', false],
])('in %s syntax', (_, experimentalDecorators) => {
  const compiled = (source: string, props: object = {}): (new () => Cart) => {
    const { code } = transformSync(source, {
      loader: 'ts',
      target: 'es2022',
      tsconfigRaw: { compilerOptions: { experimentalDecorators } },
    });
    const scope: Record<string, unknown> = { ...spanfn, PLACE, ...props };
    return new Function(...Object.keys(scope), `${code} return Cart;`)(...Object.values(scope));
  };

  test('a decorated method has the place', async () => {
    const Cart = compiled('class Cart { @spanFn.at(PLACE) total() {} }');
    expect(await siteOf(() => new Cart().total())).toMatchObject({ ...STATIC, kind: 'sync' });
  });

  test('options go first', async () => {
    const Cart = compiled(`class Cart {
      @(spanFn.at(PLACE)({ name: 'sum', target: 'billing', kind: 'auto' })) total() {}
      @(spanFn.at(PLACE)('tax')) tax() {}
    }`);
    const site = await siteOf(() => new Cart().total());
    expect(site).toMatchObject({ ...STATIC, name: 'sum', target: 'billing', kind: 'auto' });
    expect(await siteOf(() => new Cart().tax())).toMatchObject({ ...STATIC, name: 'tax' });
  });

  test('methods of a decorated class have its module and no line', async () => {
    const Cart = compiled('@spanFn.at(PLACE) class Cart { total() {} async tax() {} }', {
      PLACE: { ...PLACE, name: 'Basket' },
    });
    const site = await siteOf(() => new Cart().total());
    expect(site).toMatchObject({ name: 'Basket.total', target: 'src/cart.ts', kind: 'auto' });
    expect([site.line, site.column]).toEqual([undefined, undefined]);
    expect(await siteOf(() => new Cart().tax())).toMatchObject({ kind: 'async' });
  });
});

test('a wrapped function has the place', async () => {
  expect(await siteOf(spanFn.at(PLACE)(() => 1))).toMatchObject({ ...STATIC, kind: 'sync' });
  expect(await siteOf(spanFn.at(PLACE)('other', () => 1))).toMatchObject({ name: 'other' });
  expect(await siteOf(spanFn.at({ ...PLACE, file: '/app/cart.ts' })(() => 1))).toMatchObject({
    file: '/app/cart.ts',
    target: 'src/cart.ts',
  });
});

test.each([
  ['sync', 'sync'],
  ['auto', 'auto'],
  ['promise', 'promise'],
  // Another decorator may have put a plain function in its place.
  ['async', 'promise'],
  ['generator', 'auto'],
  ['async generator', 'auto'],
] as const)(
  'a place of kind %s makes a function that proves nothing %s',
  async (kind, expected) => {
    expect(await siteOf(spanFn.at({ ...PLACE, kind })(() => 1))).toMatchObject({ kind: expected });
  },
);

test('the kind that the function proves goes first', async () => {
  expect(await siteOf(spanFn.at(PLACE)(async () => 1))).toMatchObject({ kind: 'async' });
  const generator = spanFn.at(PLACE)(function* () {});
  expect(await siteOf(() => generator().next())).toMatchObject({ kind: 'generator' });
});

test('with a target no stack is read, without one it is', async () => {
  const reads = countStacks(() => void spanFn.at(PLACE)(() => 1));
  expect(reads).toBe(0);
  expect(countStacks(() => void spanFn.at({ name: 'x' })(() => 1))).toBe(1);
  const site = await siteOf(spanFn.at({ name: 'x', line: 3 })(() => 1));
  expect(site).toMatchObject({ name: 'x', target: 'test/in-place/at.test.ts', line: 3 });
});

/** How often `Error.prepareStackTrace` is replaced, as whoever reads a stack must do. */
function countStacks(run: () => void): number {
  const bare = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') as PropertyDescriptor;
  let writes = 0;
  Object.defineProperty(Error, 'stackTraceLimit', {
    configurable: true,
    get: () => bare.value,
    set: () => void writes++,
  });
  try {
    run();
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', bare);
  }
  return Math.ceil(writes / 2);
}

test('a declared promise makes an async span, also when the function throws', async () => {
  const load = spanFn.at({ ...PLACE, kind: 'promise' })((): Promise<number> => {
    throw new Error('boom');
  });
  const recording = await record(() => expect(() => load()).toThrow('boom'));
  expect(recording.spans[0]).toMatchObject({ kind: 'async', status: 'error' });
});

test('what is no place is refused', () => {
  for (const place of [undefined, 'src/cart.ts', { nam: 'x' }, { line: '3' }]) {
    expect(() => spanFn.at(place as never)).toThrow(/SPANFN_BAD_OPTION/);
  }
});

test('types stay those of what is decorated', () => {
  const add: (a: number, b: number) => number = spanFn.at(PLACE)((a: number, b: number) => a + b);
  expect(add(1, 2)).toBe(3);
});
