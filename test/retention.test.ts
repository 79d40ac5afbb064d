import { expect, test, vi } from 'vitest';
import { runProgram } from './program.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Heap in use, after garbage collection, before and after a job has called itself often. */
async function growth(job: string): Promise<number> {
  const { stdout, stderr } = await runProgram(
    `
    import { span, spanFn, start, withDispatcher } from 'spanfn';
    start({ dispatcher: {} });
    let left = 0;
    let done = () => {};
    const again = (run) => { if (left-- > 0) setImmediate(run); else done(); };
    ${job}
    async function rounds(n) {
      left = n;
      // Measured inside the last call, while all that it keeps alive is alive.
      return new Promise((resolve) => {
        done = () => { globalThis.gc(); resolve(process.memoryUsage().heapUsed); };
        job();
      });
    }
    rounds(10_000).then(async (before) => console.log(await rounds(50_000) - before));
  `,
    { flags: ['--expose-gc'] },
  );
  expect(stderr).toBe('');
  return Number(stdout);
}

const JOBS = {
  'a function of unknown kind': `const job = spanFn('job', () => again(job));`,
  'a synchronous function': `const job = spanFn({ name: 'job', kind: 'sync' }, () => again(job));`,
  'an async function': `const job = spanFn('job', async () => { await null; again(job); });`,
  'a manual span': `const job = () => span('job', () => again(job));`,
  'a manual root': `const job = () => span('job', { root: true }, () => again(job));`,
};

test.each(Object.keys(JOBS))(
  'a job that starts itself anew for ever keeps no past alive: %s',
  async (kind) => {
    expect(await growth(JOBS[kind as keyof typeof JOBS])).toBeLessThan(500_000);
  },
);

test('sites of functions that are gone are gone too', async () => {
  const job = `const job = () => { spanFn('short', () => 1)(); again(job); };`;
  expect(await growth(job)).toBeLessThan(5_000_000); // Were they kept, it would be 20 MB.
});

test('names made from data leave nothing behind', async () => {
  const job = `let n = 0; const job = () => { span('name ' + n++, () => {}); again(job); };`;
  expect(await growth(job)).toBeLessThan(5_000_000);
});

test('recordings and scopes that are over leave nothing behind', async () => {
  const job = `
    const job = () => { withDispatcher({}, () => span('work', () => {})); again(job); };
  `;
  expect(await growth(job)).toBeLessThan(5_000_000);
});
