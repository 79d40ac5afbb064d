import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const RUN = join(import.meta.dirname, 'run.ts');

/**
 * Programs that ended their process: a test of this one could not tell. In the first, a stack
 * overflows while a dispatcher is being left, and Node up to 22 aborts when the job is over.
 */
test.each([6])('the program of seed %i goes on to its end', async (seed) => {
  const args = ['--import', 'tsx', RUN, '--seed', String(seed), '--count', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toContain(`1 programs from seed ${seed}, 0 failed`);
});
