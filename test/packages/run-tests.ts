import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Runner, Suite } from './suite.ts';
import { readTap } from './tap.ts';

/** What came of one test file, or of all where they run at once. */
export interface Outcome {
  readonly results: Map<string, boolean>;
  readonly output: string;
  readonly spans: number;
  /** Spans that were open at the end. */
  readonly open: number;
}

const PRELOAD = join(import.meta.dirname, 'preload.cjs');
/** For one file, and for all where they run at once. */
const LIMIT_MS = { file: 180_000, all: 1_200_000 };
/** The test that a process passes by ending as it should. */
const ENDS = '(the process ends well)';

/** What Node is given to run a test file. */
const COMMANDS: Readonly<Record<Runner, (file: string) => string[]>> = {
  'node:test': (file) => ['--test-reporter=tap', file],
  tape: (file) => [file],
  mocha: (file) => ['../node_modules/mocha/bin/mocha.js', '--reporter', 'tap', file],
  vitest: () => ['../node_modules/vitest/vitest.mjs', 'run', '--reporter=tap-flat'],
};

/** Names of the test files of a package. */
export function testFiles(home: string, suite: Suite): string[] {
  const files = readdirSync(home, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .filter((file) => suite.tests.test(file) && !file.includes('node_modules'))
    .filter((file) => !(suite.without ?? []).some(({ what }) => what.test(file)));
  return files.sort();
}

/** Runs a test file in one form of its package, with the runtime started or not. */
export async function runTests(
  home: string,
  runner: Runner,
  file: string,
  started: boolean,
): Promise<Outcome> {
  const counts = join(home, `spans-${++runs}.txt`);
  const env = { ...process.env, NO_COLOR: '1', SPANFN_SPANS: counts };
  const args = COMMANDS[runner](file);
  const options = started ? { NODE_OPTIONS: `--require ${PRELOAD}` } : {};
  const limit = runner === 'vitest' ? LIMIT_MS.all : LIMIT_MS.file;
  const { code, stdout, stderr } = await execute(args, home, { ...env, ...options }, limit);
  const results = readTap(stdout.replaceAll(home, '.')); // Some tests tell where they are.
  results.set(ENDS, code === 0);
  const lines = existsSync(counts) ? readFileSync(counts, 'utf8').trim().split('\n') : [];
  rmSync(counts, { force: true });
  const sum = (index: number): number =>
    lines.reduce((total, line) => total + Number(line.split(' ')[index]), 0);
  return { results, output: stdout + stderr, spans: sum(0), open: sum(1) };
}

let runs = 0;

function execute(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  timeout: number,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd, env, timeout, maxBuffer: 1 << 28 };
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end();
  });
}
