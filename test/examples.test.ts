import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { record } from 'spanfn/testing';
import 'spanfn/vitest';
import { describe, expect, it } from 'vitest';
import { runScenario } from '../examples/orders/scenario.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url));
const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
const source = (path: string): Promise<string> => readFile(`${root}/examples/${path}`, 'utf8');

const QUICKSTART = ['examples/quickstart.ts'];
const ORDERS = ['--tsconfig', 'examples/orders/tsconfig.json', 'examples/orders/main.ts'];
const ORDERS_BUILD = ['build', '--config', 'examples/orders/vite.config.ts', '--logLevel', 'error'];
const ORDERS_BUILT = `${root}/.cache/orders/main.js`;
/** The settings of the package leave decorators at the standard syntax. */
const ORDERS_STANDARD = ['--tsconfig', 'tsconfig.json', 'examples/orders/main.ts'];

/** Each start of the shop creates a whole database. */
const SLOW = 180_000;

describe('examples/orders in this process', { timeout: SLOW }, () => {
  it('makes the expected tree of each request', async () => {
    const recording = await record({ filter: 'info' }, () => runScenario(() => undefined));
    expect(traces(recording.tree())).toEqual(traces(await ordersTree()));
    expect(recording).toHaveNoOpenSpans();
  });

  it('runs a lazy query once, below the span of its method', async () => {
    const recording = await record(() => runScenario(() => undefined));
    const methods = recording.spans.filter(({ name }) => name === 'OrderRepository.withStatus');
    const statements = recording.spans.filter(
      ({ name, fields }) => name === 'sql' && String(fields.sql).includes('where "status" ='),
    );
    expect(methods).toHaveLength(2);
    expect(statements.map(({ parent }) => methods.indexOf(parent!))).toEqual([0, 1]);
  });
});

describe('as programs', { timeout: SLOW }, () => {
  it('examples/orders prints its trees; switched off, it prints the rest alone', async () => {
    const expected = traces(await ordersTree());
    const off = await run(ORDERS, { SPANFN_FILTER: 'off' });
    expect(off.split('\n')).toHaveLength(9); // One line an answer, and the end of the last.
    expect(rest(await run(ORDERS), expected)).toBe(off);
    expect(rest(await run(ORDERS_STANDARD), expected)).toBe(off);
  });

  it('examples/orders, built with the plugin, prints the same trees', async () => {
    const expected = traces(await ordersTree());
    await execute([vite, ...ORDERS_BUILD]);
    expect(await readFile(ORDERS_BUILT, 'utf8')).toMatch(/\benter\w*\(_site/);
    const off = await execute([ORDERS_BUILT], { SPANFN_FILTER: 'off' });
    expect(off.split('\n')).toHaveLength(9);
    expect(rest(await execute([ORDERS_BUILT]), expected)).toBe(off);
  });

  it('examples/quickstart prints what it ends with; switched off, it prints the rest alone', async () => {
    expect(await run(QUICKSTART)).toBe(await quickstartOutput());
    expect(await run(QUICKSTART, { SPANFN_FILTER: 'off' })).toBe('total: 42\n');
  });
});

function ordersTree(): Promise<string> {
  return source('orders/expected-tree.txt');
}

/** The comment at its end shows readers what it prints, so it has to be true. */
async function quickstartOutput(): Promise<string> {
  const [, comment = ''] = (await source('quickstart.ts')).split('// Prints:\n//\n');
  return withoutDurations(comment.replaceAll(/^\/\/ /gm, ''));
}

/** What a TypeScript program prints. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return execute([tsx, ...args], env);
}

/** What a program prints; one that fails rejects, with its exit code and its stderr. */
async function execute(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { FORCE_COLOR: _, SPANFN_FILTER: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...inherited, NO_COLOR: '1', ...env },
  });
  return withoutDurations(stdout);
}

function withoutDurations(text: string): string {
  return text.replaceAll(/ (thread|async) [\d.e+]+(ns|µs|ms|s)(?= |$)/gm, ' $1');
}

/** The trees in a fixed order: requests that run at the same time end in any. */
function traces(text: string): string[] {
  return text
    .trim()
    .split(/\n(?=\S)/)
    .sort();
}

/** `output` without these trees, each of which it must hold, whole and in one piece. */
function rest(output: string, trees: readonly string[]): string {
  return trees.reduce((left, tree) => {
    expect(left).toContain(`${tree}\n`);
    return left.replace(`${tree}\n`, '');
  }, output);
}
