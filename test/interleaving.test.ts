import { setImmediate as immediate } from 'node:timers/promises';
import { span, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { runProgram } from './program.ts';

/** A request as data: each step makes one span, with the steps below it. */
interface Step {
  readonly kind: 'sync' | 'async' | 'promise' | 'generator' | 'async generator' | 'parallel';
  readonly name: string;
  readonly fails: boolean;
  /** After how many items a consumer breaks off. */
  readonly breaksAt: number;
  readonly steps: readonly Step[];
}

const KINDS = ['sync', 'async', 'promise', 'generator', 'async generator', 'parallel'] as const;

/** Pseudo-random numbers: the same for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function plan(random: (below: number) => number, path: string, depth: number): Step[] {
  const count = depth === 0 ? 0 : 1 + random(3);
  return Array.from({ length: count }, (_, i) => {
    const name = `${path}.${i}`;
    const kind = KINDS[random(KINDS.length)]!;
    const [fails, breaksAt] = [random(5) === 0, random(4)];
    return { kind, name, fails, breaksAt, steps: plan(random, name, depth - 1) };
  });
}

const isSync = ({ kind }: Step): boolean => kind === 'sync' || kind === 'generator';

/** What a synchronous step can have below it: synchronous steps alone. */
const below = (step: Step): readonly Step[] =>
  isSync(step) ? step.steps.filter(isSync) : step.steps;

const boom = ({ name }: Step): Error => new Error(name);

// The program: what the steps do, through spanfn.

function runSync(step: Step): void {
  try {
    if (step.kind === 'generator') consume(step);
    else spanFn({ name: step.name, kind: 'sync' }, () => bodySync(step))();
  } catch {}
}

function bodySync(step: Step): void {
  for (const one of below(step)) runSync(one);
  if (step.fails) throw boom(step);
}

function consume(step: Step): void {
  const items = spanFn(step.name, function* () {
    for (const one of below(step)) {
      yield one;
      runSync(one);
    }
    if (step.fails) throw boom(step);
  });
  let count = 0;
  for (const _ of items()) if (count++ === step.breaksAt) break;
}

async function run(step: Step): Promise<void> {
  if (isSync(step)) {
    runSync(step);
    return;
  }
  await START[step.kind as keyof typeof START](step).catch(() => {});
}

async function body(step: Step): Promise<void> {
  await immediate();
  for (const one of below(step)) await run(one);
  if (step.fails) throw boom(step);
}

const START = {
  async: (step: Step) => span(step.name, () => body(step)),
  promise: (step: Step) => spanFn(step.name, () => body(step))(),
  parallel: (step: Step) =>
    span(step.name, async () => {
      await Promise.all(below(step).map(run));
      if (step.fails) throw boom(step);
    }),
  'async generator': async (step: Step) => {
    const items = spanFn(step.name, async function* () {
      for (const one of below(step)) {
        yield one;
        await run(one);
      }
      if (step.fails) throw boom(step);
    });
    let count = 0;
    for await (const _ of items()) if (count++ === step.breaksAt) break;
  },
};

// The model: what the tree must be, told from the plan alone.

function expected(step: Step, indent: string): string[] {
  const isGenerator = step.kind === 'generator' || step.kind === 'async generator';
  const reached = below(step).slice(0, isGenerator ? step.breaksAt : undefined);
  const breaksOff = isGenerator && below(step).length > step.breaksAt;
  const error = step.fails && !breaksOff ? ` error: "${step.name}"` : '';
  return [
    `${indent}${step.name} ${step.kind === 'sync' ? 'thread' : 'async'}${error}`,
    ...reached.flatMap((one) => expected(one, `${indent}  `)),
  ];
}

function modelOf(name: string, steps: readonly Step[]): string {
  return [`${name} async`, ...steps.flatMap((step) => expected(step, '  '))].join('\n');
}

/** Siblings in order of their names, since parallel ones come as they come. */
function inOrder(tree: string): string {
  return tree
    .split('\n')
    .sort((one, two) => (nameIn(one) < nameIn(two) ? -1 : 1))
    .join('\n');
}

const nameIn = (line: string): string => line.trim().split(' ')[0]!;

async function request(name: string, steps: readonly Step[]): Promise<void> {
  await span(name, async () => {
    for (const step of steps) await run(step);
  });
}

/** The lines of each request's tree, by the name of the request. */
function byRequest(tree: string): Map<string, string> {
  const trees = tree.split(/\n(?=\S)/);
  return new Map(trees.map((one) => [nameIn(one), one]));
}

test('1,000 concurrent requests yield 1,000 exact trees and no open span', async () => {
  const plans = Array.from({ length: 1000 }, (_, i) => ({
    name: `r${i}`,
    steps: plan(chance(i + 1), `r${i}`, 4),
  }));
  const rec = await record(() => Promise.all(plans.map(({ name, steps }) => request(name, steps))));
  const trees = byRequest(rec.tree());
  const wrong = plans
    .map(({ name, steps }) => ({ name, model: inOrder(modelOf(name, steps)) }))
    .filter(({ name, model }) => inOrder(trees.get(name) ?? '') !== model);
  expect(wrong).toEqual([]);
  expect(trees.size).toBe(1000);
  expect(rec.openSpans).toEqual([]);
  expect(new Set(rec.spans.map(({ traceId }) => traceId)).size).toBe(1000);
  expect(rec.spans.length).toBeGreaterThan(10_000);
  expect(rec.spans.filter(({ status }) => status === 'error').length).toBeGreaterThan(500);
});

test('the heap returns to its start after many rounds of requests', async () => {
  const { stdout, stderr } = await runProgram(HEAP, { flags: ['--expose-gc'] });
  expect(stderr).toBe('');
  const [first, ...later] = JSON.parse(stdout) as number[];
  for (const used of later) expect(used - first!).toBeLessThan(500_000);
}, 120_000);

/** Rounds of requests; the heap after each, the first rounds being left to warm up. */
const HEAP = `
  import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises';
  import { span, spanFn, start, withContext } from 'spanfn';
  let ended = 0;
  const handle = start({ dispatcher: { spanEnd() { ended++; } } });
  const find = spanFn({ name: 'find', args: ['n'] }, (n) => immediate(n));
  const sum = spanFn({ name: 'sum', kind: 'sync' }, (n) => span('inner', () => n + 1));
  const items = spanFn('items', async function* (n) { yield n; await immediate(); yield sum(n); yield 3; });
  const fails = spanFn('fails', async () => { await immediate(); throw new Error('no'); });
  const lazy = spanFn('lazy', () => ({ then: (resolve) => setImmediate(resolve, 1) }));
  const request = spanFn('request', (n) => withContext({ n }, async () => {
    await Promise.all([find(n), fails().catch(() => {}), lazy()]);
    for await (const item of items(n)) if (item === 3) break;
    void lazy();
    void items(n).next();
    using guard = span('guard');
    return sum(n);
  }));
  async function round() {
    await Promise.all(Array.from({ length: 2000 }, (_, n) => request(n)));
    await timeout(20);
    globalThis.gc(); await immediate(); globalThis.gc();
    return process.memoryUsage().heapUsed;
  }
  async function main() {
    const used = [];
    for (let i = 0; i < 12; i++) used.push(await round());
    await handle.stop();
    if (ended < 100_000) throw new Error('too few spans: ' + ended);
    console.log(JSON.stringify(used.slice(4)));
  }
  main();
`;
