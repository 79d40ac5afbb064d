import { expect, test, vi } from 'vitest';
import { runProgram } from '../program.ts';

vi.setConfig({ testTimeout: 120_000 });

test('what a function returned is let go while work that it started goes on', async () => {
  const { stdout } = await runProgram(
    `
    import { setImmediate as immediate } from 'node:timers/promises';
    import { start } from 'spanfn';
    import { emit } from './test/in-place/emitted.ts';
    start({ dispatcher: {} });
    const { load } = emit(
      'async function load() { «async load» timer = setInterval(() => {}, 1e6); return⟨{}⟩ «end» }' +
        'let timer; return { load };',
    ).instrumented;
    async function main() {
      const result = new WeakRef(await load());
      await immediate();
      globalThis.gc();
      console.log(result.deref());
      process.exit();
    }
    main();
  `,
    { flags: ['--expose-gc'] },
  );
  expect(stdout).toBe('undefined\n');
});

const JOBS = {
  sync: `function job() { «sync job» again(job); «end» }`,
  auto: `function job() { «auto job» return⟨again(job)⟩ «end» }`,
  async: `async function job() { «async job» await⟨null⟩; again(job); return⟨new Array(500).fill(0)⟩ «end» }`,
  'async without await': `async function job() { «async job» again(job); return⟨new Array(500).fill(0)⟩ «end» }`,
  generator: `function job() { for (const _ of steps()); }
    function* steps() { «generator job» yield⟨1⟩; again(job); return⟨new Array(500).fill(0)⟩ «end» }`,
  'async generator': `async function job() { for await (const _ of steps()); }
    async function* steps() { «async generator job» yield⟨1⟩; again(job); answer⟨new Array(500).fill(0)⟩ «end» }`,
};

test.each(Object.entries(JOBS))(
  'a job that starts itself anew for ever keeps neither its past nor its results: %s',
  async (_, source) => {
    const { stdout, stderr } = await runProgram(
      `
      import { start } from 'spanfn';
      import { emit } from './test/in-place/emitted.ts';
      start({ dispatcher: {} });
      let left = 0;
      let done = () => {};
      const again = (run) => { if (left-- > 0) setImmediate(run); else done(); };
      const { job } = emit(${JSON.stringify(`${source} return { job };`)}, { again }).instrumented;
      async function rounds(n) {
        left = n;
        // Measured inside the last call, while all that it keeps alive is alive.
        return new Promise((resolve) => {
          done = () => { globalThis.gc(); resolve(process.memoryUsage().heapUsed); };
          job();
        });
      }
      rounds(5_000).then(async (before) => console.log(await rounds(20_000) - before));
    `,
      { flags: ['--expose-gc'] },
    );
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeLessThan(1_000_000);
  },
);
