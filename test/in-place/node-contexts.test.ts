import { expect, test, vi } from 'vitest';
import { runProgram } from '../program.ts';

vi.setConfig({ testTimeout: 120_000 });

// From Node 24 on, spans set contexts that are not in the documentation of Node. Where these are
// not what they were, spans nest all the same, by `enterWith`.

const FLAG = '--no-async-context-frame';
const HAVE_CONTEXTS = Number.parseInt(process.versions.node, 10) >= 24;

/** Puts `fake` where the runtime looks for the functions, on Nodes that have them. */
const withClass = (fake: string): string => `
  const kept = new AsyncLocalStorage().run(1, () => new AsyncResource('kept'));
  for (const key of Object.getOwnPropertySymbols(kept)) {
    const context = kept[key];
    if (typeof context?.forEach === 'function') {
      const real = context.constructor;
      Object.getPrototypeOf(context).constructor = ${fake};
    }
  }`;

/** What the program does to Node before the runtime is loaded. */
const CHANGES: Readonly<Record<string, string>> = {
  'symbols that do not show': 'Object.getOwnPropertySymbols = () => [];',
  'a class without functions': withClass('class {}'),
  'functions that do nothing': withClass(
    'class extends real { static current() {} static set() {} }',
  ),
  'contexts that are new each time': withClass(
    'class extends real { static current() { return new Map(super.current()); } }',
  ),
  'functions that throw': withClass('class { static current() { throw 1; } }'),
};

/** Prints the spans of a body with and without an `await`, and whether `enterWith` was called. */
const program = (change: string): string => `
  import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
  let calls = 0;
  const { enterWith } = AsyncLocalStorage.prototype;
  AsyncLocalStorage.prototype.enterWith = function (store) {
    calls++;
    return enterWith.call(this, store);
  };
  ${change}
  async function main() {
    const { span } = await import('spanfn');
    const { record } = await import('spanfn/testing');
    const { emit } = await import('./test/in-place/emitted.ts');
    const { load } = emit(
      'async function load() { «async load» part(); await⟨part()⟩; part(); «end» }' +
        'function part() { «auto part» return⟨1⟩ «end» } return { load };',
    ).instrumented;
    const recording = await record(() => {
      calls = 0;
      return span('caller', async () => { await load(); span('after', () => {}); });
    });
    console.log(recording.tree());
    console.log(calls > 0 ? 'entered' : 'set');
  }
  main();`;

const treeWith = (way: 'entered' | 'set'): string => `caller async
  load async
    part thread
    part thread
    part thread
  after thread
${way}
`;

test('contexts are set where they can be had', async () => {
  const { stdout, stderr } = await runProgram(program(''), { env: { NODE_OPTIONS: '' } });
  expect(stderr).toBe('');
  expect(stdout).toBe(treeWith(HAVE_CONTEXTS ? 'set' : 'entered'));
});

test.each(Object.entries(CHANGES))('%s: nothing but enterWith is used', async (_, change) => {
  const { stdout, stderr } = await runProgram(program(change));
  expect(stderr).toBe('');
  expect(stdout).toBe(treeWith('entered'));
});

test.runIf(HAVE_CONTEXTS)(`${FLAG}: nothing but enterWith is used`, async () => {
  const { stdout, stderr } = await runProgram(program(''), { flags: [FLAG] });
  expect(stderr).toBe('');
  expect(stdout).toBe(treeWith('entered'));
});
