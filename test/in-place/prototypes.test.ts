import { setImmediate as immediate } from 'node:timers/promises';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { emit } from './emitted.ts';

interface Mixed {
  run(): Promise<unknown[]>;
}

const { run } = emit<Mixed>(
  `
  async function run() { «async run»
    const out = [total(1, 2)];
    await⟨null⟩;
    for (const x of numbers()) out[out.length] = x;
    for await (const x of⟨stream()⟩) { ⟨⟩ out[out.length] = x; } ⟨⟩
    out[out.length] = await⟨passed()⟩;
    return⟨out⟩
  «end» }
  function total(a, b) { «sync total» return⟨a + b⟩ «end» }
  async function passed() { «async passed» return⟨Promise.resolve(9)⟩ «end» }
  function* numbers() { «generator numbers» yield⟨4⟩; yield*⟨[5]⟩; «end» }
  async function* stream() { «async generator stream»
    for await (const x of⟨[6, 7]⟩) { ⟨⟩ yield⟨x⟩; } ⟨⟩
    yield*⟨[8]⟩;
  «end» }
  return { run };`,
  {},
  { result: true, args: ['first'] },
).instrumented;

const RESULT = [3, 4, 5, 6, 7, 8, 9];
const { apply } = Reflect;

/** Throws where the runtime calls it; the test framework needs the real one. */
function broken(bare: unknown): unknown {
  return function (this: unknown, ...args: never[]): unknown {
    if (/[/]src[/](?!testing)/.test(String(new Error().stack).split('\n')[2] ?? ''))
      throw new Error('polluted');
    return apply(bare as () => unknown, this, args);
  };
}

async function treeWith(pollute: () => () => void): Promise<string> {
  const recording = await record(async () => {
    await immediate(); // What is polluted is the program alone, not what records it.
    const restore = pollute();
    let result: unknown;
    try {
      result = await run();
    } finally {
      restore();
    }
    expect(result).toEqual(RESULT);
  });
  return recording.tree();
}

const clean = await treeWith(() => () => {});

test('the program records what it should in a clean world', () => {
  expect(clean).toContain('run async');
  expect(clean.split('\n')).toHaveLength(5);
});

const BROKEN: [owner: object, key: string][] = [
  [Function.prototype, 'call'],
  [Function.prototype, 'apply'],
  [Function.prototype, 'bind'],
  [Array.prototype, 'slice'],
  [Promise.prototype, 'catch'],
  [Promise.prototype, 'finally'],
  [Object, 'hasOwn'],
  [Object, 'getOwnPropertyDescriptor'],
  [Object, 'getPrototypeOf'],
  [Reflect, 'apply'],
  [Reflect, 'getPrototypeOf'],
  [Reflect, 'getOwnPropertyDescriptor'],
];

test.each(BROKEN.map(([owner, key]) => [key, owner] as const))(
  'a %s that throws changes nothing',
  async (key, owner) => {
    const tree = await treeWith(() => {
      const bare = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
      const define = Object.defineProperty;
      define(owner, key, { ...bare, value: broken(bare.value) });
      return () => void define(owner, key, bare);
    });
    expect(tree).toBe(clean);
  },
);

test.each(['value', 'then', 'result', 'args', 'place', 'capture', 'done', 'frame', 'outer'])(
  'a "%s" on Object.prototype changes nothing',
  async (key) => {
    const tree = await treeWith(() => {
      const value = 7;
      Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
      return () => void Reflect.deleteProperty(Object.prototype, key);
    });
    expect(tree).toBe(clean);
  },
);

test('a replaced then of promises is called as often as without spans', async () => {
  let calls = 0;
  const { then } = Promise.prototype;
  const counting = () => {
    calls = 0;
    const value = function (this: Promise<unknown>, ...args: never[]) {
      calls++;
      return apply(then, this, args);
    };
    Object.defineProperty(Promise.prototype, 'then', { value });
    return () => void Object.defineProperty(Promise.prototype, 'then', { value: then });
  };
  await immediate(); // The test framework's own calls are over.
  const restore = counting();
  await run();
  restore();
  const bare = calls;
  expect(await treeWith(counting)).toBe(clean);
  expect(calls).toBe(bare);
  expect(bare).toBeGreaterThan(0);
});
