/**
 * Follows each recipe as a user would: installs what it names and the packed package in a folder of
 * its own, runs its script, and compares the spans with `expected-tree.txt`. Names of recipes may be
 * given; without any, all are followed.
 */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, run, tarball } from '../package/project.ts';

const HERE = import.meta.dirname;
const EXPECTED = readFileSync(join(HERE, 'expected-tree.txt'), 'utf8');
const RECIPES = readdirSync(HERE).filter((name) => existsSync(join(HERE, name, 'package.json')));

async function main(names: readonly string[]): Promise<void> {
  const strange = names.filter((name) => !RECIPES.includes(name));
  if (strange.length > 0) throw new Error(`no recipe ${strange}; there are ${RECIPES.join(', ')}`);
  for (const name of names.length > 0 ? names : RECIPES) await follow(name);
}

async function follow(name: string): Promise<void> {
  const begun = performance.now();
  const folder = await prepare(name);
  const failure = await failureOf(folder);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  rmSync(folder, { recursive: true });
  if (failure === undefined) return;
  console.log(failure.replace(/^/gm, '       '));
  process.exitCode = 1;
}

async function prepare(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `spanfn-recipe-${name}-`));
  for (const part of ['common', name]) cpSync(join(HERE, part), folder, { recursive: true });
  writeFileSync(join(folder, 'spanfn.tgz'), await tarball());
  return folder;
}

/** Why the recipe does not work; undefined where it does. */
async function failureOf(folder: string): Promise<string | undefined> {
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  const installed = await run('npm', ['install', ...flags, './spanfn.tgz'], folder);
  if (installed.code !== 0) return ending(installed);
  const done = await run('npm', ['run', '--silent', 'recipe'], folder);
  if (done.code !== 0) return ending(done);
  const file = join(folder, 'tree.txt');
  const tree = existsSync(file) ? readFileSync(file, 'utf8') : 'nothing was recorded\n';
  return tree === EXPECTED ? undefined : `expected:\n${EXPECTED}got:\n${tree}`;
}

function ending({ stdout, stderr }: Outcome): string {
  return `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n');
}

await main(process.argv.slice(2));
