import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { bundle, runProgram } from '../program.ts';

test('a raw log line is one line, on the real standard error', async () => {
  const { code, stderr } = await runProgram(`
    import { rawLog } from 'spanfn';
    process.stderr.write = () => { throw new Error('replaced'); };
    rawLog('bad\\nforged: \\u001b[31mred\\rback');
  `);
  expect([code, stderr]).toEqual([0, 'bad\\nforged: \\u001b[31mred\\u000dback\n']);
});

test('a raw log neither throws nor waits for long when nobody reads, or can', async () => {
  const program = await bundle(`
    import { closeSync } from 'node:fs';
    import { rawLog } from './src/base/raw-log.ts';
    process.stderr._handle.setBlocking(false);
    const begin = performance.now();
    for (let i = 0; i < 1000; i++) rawLog('x'.repeat(4000));
    const spent = performance.now() - begin;
    closeSync(2);
    rawLog('closed');
    console.log(spent);
  `);
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [spent] = await once(child.stdout, 'data');
  expect(Number(spent)).toBeLessThan(5_000);
  let read = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  await once(child, 'close');
  expect(read).toBeGreaterThan(4_000);
  expect(read).toBeLessThan(4_000_000); // The pipe was full.
});
