import { setImmediate as immediate } from 'node:timers/promises';
import { span, spanFn, start, withContext, withDispatcher } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { runProgram } from './program.ts';

const load = spanFn('load', async (n: number) => {
  await null;
  span('inner', { fields: { n } }, () => {});
  return n;
});
const find = spanFn({ name: 'find', args: ['n'], result: true }, (n: number) => ({ found: n }));
const fetched = spanFn({ name: 'fetched' }, (n: number) => immediate(n));
const numbers = spanFn('numbers', function* () {
  yield 1;
  yield 2;
});

const TREE = `
load async
  inner thread {n=1}
find thread {n=2, result={found=2}}
fetched async
numbers async
`.trim();

async function program(): Promise<unknown[]> {
  const results: unknown[] = [await load(1), find(2), await fetched(3)];
  for (const n of numbers()) results.push(n);
  return results;
}

const RESULTS = [1, { found: 2 }, 3, 1, 2];

/** Runs the program in a world that somebody has changed; the record is read in a clean one. */
async function runChanged(change: () => () => void): Promise<string> {
  const rec = await record(async () => {
    const restore = change();
    let results: unknown[];
    try {
      results = await program();
    } finally {
      restore();
    }
    expect(results).toEqual(RESULTS);
  });
  return rec.tree();
}

test('the program records what it should in a clean world', async () => {
  expect(await runChanged(() => () => {})).toBe(TREE);
});

test('a replaced Promise.prototype.then is called as often as without spans', async () => {
  const { stdout } = await runProgram(`
    import { setImmediate as immediate } from 'node:timers/promises';
    import { spanFn, start } from 'spanfn';
    const bodies = [
      async () => { await immediate(); return 1; },
      () => immediate(2),
      () => Promise.reject(3).catch(() => {}),
      async function* () { yield 1; await immediate(); yield 2; },
    ];
    let calls = 0;
    async function run(functions) {
      const { then } = Promise.prototype;
      Promise.prototype.then = function (...args) {
        calls++;
        return Reflect.apply(then, this, args);
      };
      for (const fn of functions.slice(0, 3)) await fn();
      for await (const _ of functions[3]());
      Promise.prototype.then = then;
      const counted = calls;
      calls = 0;
      return counted;
    }
    async function main() {
      const bare = await run(bodies);
      const traced = bodies.map((body) => spanFn('work', body));
      const handle = start({ dispatcher: {} });
      console.log(bare, await run(traced), handle.stats().spansEnded);
    }
    main();
  `);
  const [bare, traced, spans] = stdout.trim().split(/\s/).map(Number);
  expect(traced).toBe(bare);
  expect(spans).toBe(4);
});

/** Puts another `then` in place, and returns how to put the old one back. */
function replaceThen(seen: () => void): () => void {
  const bare = Object.getOwnPropertyDescriptor(Promise.prototype, 'then') as PropertyDescriptor;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    seen();
    return Reflect.apply(bare.value, this, args);
  };
  Object.defineProperty(Promise.prototype, 'then', { ...bare, value });
  return () => void Object.defineProperty(Promise.prototype, 'then', bare);
}

test('a Promise.prototype.then that throws harms no await', async () => {
  const tree = await runChanged(() =>
    replaceThen(() => {
      if (/[/]src[/](?!testing)/.test(String(new Error().stack))) throw new Error('of no use');
    }),
  );
  expect(tree).toBe(TREE);
});

const BROKEN: [owner: object, key: PropertyKey][] = [
  [Promise.prototype, 'then'],
  [Promise.prototype, 'catch'],
  [Promise.prototype, 'finally'],
  [Array.prototype, 'push'],
  [Array.prototype, 'includes'],
  [Array.prototype, 'map'],
  [Array.prototype, 'find'],
  [Object, 'keys'],
  [Object, 'entries'],
  [Reflect, 'apply'],
  [Reflect, 'construct'],
  [Reflect, 'defineProperty'],
  [Reflect, 'ownKeys'],
  [Reflect, 'getOwnPropertyDescriptor'],
  [globalThis, 'queueMicrotask'],
  [Function.prototype, 'call'],
  [Function.prototype, 'apply'],
  [Set.prototype, 'has'],
  [String.prototype, 'replace'],
  [process.hrtime, 'bigint'],
];

test.each(BROKEN.map(([, key], i) => [String(key), i] as const))(
  'a built-in "%s" that throws breaks no traced synchronous call',
  (_, i) => {
    const [owner, key] = BROKEN[i] as (typeof BROKEN)[number];
    const original = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
    const names: string[] = [];
    let last = 0;
    const dispatcher = {
      spanBegin({ name }: { name: string }) {
        names[last++] = name;
      },
    };
    const broken = (): never => {
      throw new Error(`${String(key)} is broken`);
    };
    let results: unknown[] = [];
    withDispatcher(dispatcher, () => {
      const generator = numbers();
      Object.defineProperty(owner, key, { ...original, value: broken });
      try {
        results = [find(1), span('manual', () => 2), generator.next().value];
        const guard = span('guard');
        guard[Symbol.dispose]();
      } finally {
        Reflect.defineProperty === broken
          ? Object.defineProperty(owner, key, original)
          : Reflect.defineProperty(owner, key, original);
      }
    });
    expect(results).toEqual([{ found: 1 }, 2, 1]);
    expect(names).toEqual(['find', 'manual', 'numbers', 'guard']);
  },
);

/** Adds enumerable properties to a prototype, as careless or hostile code does. */
function pollute(prototype: object, properties: Record<string, unknown>): () => void {
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(prototype, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return () => {
    for (const key of Object.keys(properties)) Reflect.deleteProperty(prototype, key);
  };
}

test('extra keys on Array.prototype change nothing', async () => {
  const extras = { last: () => {}, '-1': 'x', 99: 'x', remote: false };
  expect(await runChanged(() => pollute(Array.prototype, extras))).toBe(TREE);
});

test('extra keys on Object.prototype are not recorded', async () => {
  const extras = { secret: 's3cret', '': 'x', 'a b': 'x', 0: 'x', toJSON: () => 'x' };
  expect(await runChanged(() => pollute(Object.prototype, extras))).toBe(TREE);
});

const OPTIONS: Record<string, unknown> = {
  root: true,
  parent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  links: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }],
  fields: { forged: true },
  level: 'trace',
  target: 'forged',
  capture: { begin: () => {} },
  remote: false,
  filter: 'off',
};

test.each(Object.keys(OPTIONS))('Object.prototype.%s is no option of a span', async (key) => {
  const rec = await record({ filter: 'info' }, () => {
    span('outer', () => {
      const restore = pollute(Object.prototype, { [key]: OPTIONS[key] });
      try {
        span('bare', () => {});
        span('with options', {}, () => {});
        spanFn('wrapped', () => {})();
      } finally {
        restore();
      }
    });
  });
  expect(rec.tree()).toBe('outer thread\n  bare thread\n  with options thread\n  wrapped thread');
  for (const { links, site } of rec.spans)
    expect([links, site.target.includes('forged')]).toEqual([[], false]);
});

test.each(['get', 'set', 'value', 'writable', 'configurable', 'enumerable'])(
  'Object.prototype.%s misleads no property that is defined',
  (key) => {
    const results: unknown[] = [];
    withDispatcher({}, () => {
      const restore = pollute(Object.prototype, { [key]: () => 'forged' });
      try {
        for (const n of numbers()) results.push(n);
        withContext({ a: 1 }, () => results.push(find(1).found));
      } finally {
        restore();
      }
    });
    expect(results).toEqual([1, 2, 1]);
  },
);

test('a program that patches everything before it starts spanfn still records', async () => {
  const { stdout } = await runProgram(`
    import { span, spanFn, start } from 'spanfn';
    const names: string[] = [];
    start({ dispatcher: { spanEnd: async ({ name }) => { names.push(name); } } });
    const { then } = Promise.prototype;
    Promise.prototype.then = function (...args) { return Reflect.apply(then, this, args); };
    globalThis.queueMicrotask = () => { throw new Error('no'); };
    const work = spanFn('work', () => new Promise((resolve) => setImmediate(resolve)));
    await_(work());
    async function await_(promise) { await promise; console.log(names.join()); }
  `);
  expect(stdout).toBe('work\n');
});

test('an async dispatcher needs no Promise.prototype.then of its own', async () => {
  const handle = start({ dispatcher: { spanBegin: async () => {} } });
  let calls = 0;
  const restore = replaceThen(() => void calls++);
  find(1);
  restore();
  await handle.stop();
  expect(calls).toBe(0);
  expect(handle.stats().dispatcherErrors).toBe(0);
});
