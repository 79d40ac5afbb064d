import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, SETUP_MS } from '../package/project.ts';
import { BUILDERS } from './builders.ts';
import { copyProject, expectRight, UNTOUCHED } from './project.ts';

describe.each(BUILDERS)('the adapter for $name', ({ build, keepsText }) => {
  const project = copyProject('project');
  const output = join(project.path, 'out/main.mjs');
  beforeAll(() => build(project.path, output), SETUP_MS);
  afterAll(() => project.remove());

  test('builds a program that is traced, and whose errors lead to their source', async () => {
    const args = ['--enable-source-maps', output];
    const { stdout, stderr } = await run(process.execPath, args, project.path);
    expect(stderr).toBe('');
    expectRight(stdout, project.path);
  });

  test.runIf(keepsText)('leaves what does not concern it alone', () => {
    const text = readFileSync(output, 'utf8');
    expect(text.includes(UNTOUCHED.comment)).toBe(true);
    expect(text.includes(UNTOUCHED.code)).toBe(true);
  });
});
