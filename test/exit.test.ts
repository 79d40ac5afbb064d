import { start } from 'spanfn';
import { expect, test } from 'vitest';
import { runProgram } from './program.ts';

const PROGRAM = `
  import { spanFn, start } from 'spanfn';
  start();
  const leave = spanFn({ name: 'leave', kind: 'sync' }, () => { ENDING });
  const work = spanFn('work', async () => {
    await null;
    leave();
    await new Promise(() => {});
  });
  work();
`;
const ending = (code: string): string => PROGRAM.replace('ENDING', code);

test.each([
  ['process.exit in the middle', 'process.exit(3)', 3],
  ['an error that nobody catches', "setTimeout(() => { throw new Error('no'); })", 1],
  ['nothing left to do', '', 0],
])('what is open when the process ends is printed: %s', async (_, code, expected) => {
  const { code: actual, stdout } = await runProgram(ending(code));
  expect(actual).toBe(expected);
  expect(stdout).toMatch(/^work async \(open\)\n {2}leave thread/);
});

test('a dispatcher is flushed and closed when the process ends, and the exit code stays', async () => {
  const { code, stdout } = await runProgram(`
    import { start } from 'spanfn';
    start({ dispatcher: { flush: () => console.log('flush'), close: () => console.log('close') } });
    process.exitCode = 5;
  `);
  expect([code, stdout]).toEqual([5, 'flush\nclose\n']);
});

test('starting over and over adds one listener to the process', () => {
  const before = process.listenerCount('exit');
  for (let i = 0; i < 20; i++) start({ dispatcher: {}, replace: true });
  expect(process.listenerCount('exit') - before).toBeLessThanOrEqual(1);
});
