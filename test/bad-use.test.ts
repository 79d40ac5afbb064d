import { transformSync } from 'esbuild';
import * as spanfn from 'spanfn';
import { field, type SpanFnError, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

function refusal(run: () => unknown): SpanFnError {
  try {
    run();
  } catch (error) {
    return error as SpanFnError;
  }
  throw new Error('was not refused');
}

type Decorate = (...args: unknown[]) => unknown;
const decorate = spanFn as unknown as Decorate;

/** Runs a class in the syntax of `experimentalDecorators`. */
function legacy(code: string, useDefineForClassFields = false): unknown {
  const compilerOptions = { experimentalDecorators: true, useDefineForClassFields };
  const { code: js } = transformSync(code, {
    loader: 'ts',
    target: 'es2022',
    tsconfigRaw: { compilerOptions },
  });
  return new Function(...Object.keys(spanfn), js)(...Object.values(spanfn));
}

test.each([5, 'text', true, {}, null, Symbol('s')])('%s is no function to wrap', (value) => {
  expect(refusal(() => decorate('name', value))).toMatchObject({
    code: 'SPANFN_NOT_DECORABLE',
    value,
    remedy: expect.stringContaining('spanFn(fn)'),
  });
});

test('a parameter is refused in legacy syntax', () => {
  const error = refusal(() => legacy('class A { run(@spanFn a: number) {} }'));
  expect(error).toMatchObject({ code: 'SPANFN_NOT_DECORABLE' });
  expect(error.message).toContain('parameter 0');
});

test('a parameter of a constructor is refused in legacy syntax', () => {
  const error = refusal(() => legacy('class A { constructor(@spanFn a: number) {} }'));
  expect(error.code).toBe('SPANFN_NOT_DECORABLE');
});

test('a field that holds no function is refused as soon as it is there', () => {
  class Standard {
    // @ts-expect-error A number is no function.
    @spanFn count = 5;
  }
  expect(refusal(() => new Standard())).toMatchObject({ code: 'SPANFN_NOT_DECORABLE', value: 5 });
  const Legacy = legacy('class A { @spanFn count = 5; } return A;') as new () => object;
  const error = refusal(() => new Legacy());
  expect(error).toMatchObject({ code: 'SPANFN_NOT_DECORABLE', value: 5 });
  expect(error.message).toContain('"count"');
});

test('a legacy decorator on a native field is refused, with the remedy', () => {
  const error = refusal(() => legacy('class A { @spanFn run = () => 1; } return A', true));
  expect(error).toMatchObject({
    code: 'SPANFN_NATIVE_FIELD',
    value: 'run',
    remedy: expect.stringContaining('useDefineForClassFields'),
  });
});

test('the name of a legacy field is no pattern', async () => {
  const Odd = legacy(`class Odd { @spanFn '(a|b' = () => 1; } return Odd;`) as new () => Record<
    string,
    () => number
  >;
  const rec = await record(() => expect(new Odd()['(a|b']?.()).toBe(1));
  expect(rec.tree()).toBe('Odd.(a|b thread');
});

test('a legacy method, accessor, static and arrow field all work', async () => {
  const Cart = legacy(`class Cart {
    @spanFn total() { return 1; }
    @spanFn static create() { return new this(); }
    @spanFn get size() { return 2; }
    @spanFn add = () => 3;
  } return Cart;`) as { create(): { total(): number; size: number; add(): number } };
  const rec = await record(() => {
    const cart = Cart.create();
    expect([cart.total(), cart.size, cart.add()]).toEqual([1, 2, 3]);
  });
  expect(rec).toMatchSpanTree(`
    Cart.create thread
    Cart.total thread
    Cart.get size thread
    Cart.add thread
  `);
});

test('too many arguments are refused', () => {
  expect(refusal(() => decorate(() => {}, 1, 2)).code).toBe('SPANFN_NOT_DECORABLE');
});

test('instrumenting twice makes one span', async () => {
  const once = spanFn('once', () => {});
  class Cart {
    @spanFn
    @spanFn('inner')
    add(): void {}
  }
  const rec = await record(() => {
    spanFn('twice', once)();
    new Cart().add();
  });
  expect(rec).toMatchSpanTree(`
    once thread
    inner thread
  `);
});

test('an empty field is left empty, and a function set later is left alone', async () => {
  class Cart {
    @spanFn later: (() => number) | undefined = undefined;
  }
  const cart = new Cart();
  expect(cart.later).toBeUndefined();
  cart.later = () => 1;
  expect(cart.later()).toBe(1);
});

const KINDS = {
  sync: () => 'sync',
  async: async () => 'async',
  generator: function* () {
    yield 1;
  },
};

test.each([
  ['sync', 'async', 'generator'],
  ['generator', 'async', 'sync'],
] as const)('a field may hold functions of several kinds: %s, %s, %s', async (...kinds) => {
  let next: () => unknown = KINDS.sync;
  class Job {
    @spanFn run = next;
  }
  const rec = await record(async () => {
    for (const kind of kinds) {
      next = KINDS[kind];
      const result = await new Job().run();
      if (kind === 'generator') expect([...(result as Iterable<number>)]).toEqual([1]);
      else expect(result).toBe(kind);
    }
  });
  expect(rec.spans.map(({ kind }, i) => `${kinds[i]}: ${kind}`).sort()).toEqual([
    'async: async',
    'generator: async',
    'sync: thread',
  ]);
});

test('a decorated member needs no name that is a word', async () => {
  const key = Symbol('k e y');
  class Odd {
    @spanFn [key](): void {}
    @spanFn 'a b\nc'(): void {}
    @spanFn 5(): void {}
    @spanFn #hidden(): void {}
    run(): void {
      this[key]();
      this['a b\nc']();
      this[5]();
      this.#hidden();
    }
  }
  expect(await record(() => new Odd().run())).toMatchSpanTree(`
    Odd.[k e y] thread
    Odd.a b\\u000ac thread
    Odd.5 thread
    Odd.#hidden thread
  `);
});

test('field refuses what holds no value, in its own name', () => {
  const misuse: (() => unknown)[] = [
    () => legacy('class A { @field static x = 1; }'),
    () => {
      class A {
        // @ts-expect-error A method is no field.
        @field run(): void {}
      }
      return A;
    },
  ];
  for (const use of misuse) {
    const error = refusal(use);
    expect(error.code).toBe('SPANFN_NOT_DECORABLE');
    expect(error.message).toContain('@field');
    expect(error.message).not.toContain('@spanFn');
  }
  expect(refusal(() => field('')).code).toBe('SPANFN_BAD_NAME');
  expect(refusal(() => field(5 as never)).code).toBe('SPANFN_BAD_NAME');
});

test('a mistake names what was given without running its code', () => {
  const trap = new Proxy(() => {}, {
    get: () => {
      throw new Error('trap');
    },
  });
  const odd = [
    { toString: 5 },
    Object.create(null),
    10n ** 100n,
    Symbol('s'),
    'x'.repeat(1000),
    trap,
  ];
  for (const value of odd) {
    const error = refusal(() => spanFn({ level: value as never }));
    expect(error.code).toBe('SPANFN_BAD_LEVEL');
    expect(error.message.length).toBeLessThan(400);
  }
});
