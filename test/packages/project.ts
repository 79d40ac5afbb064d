import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { compileAll } from './compile.ts';
import type { Suite } from './suite.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The same package three times: as published, compiled, and instrumented. */
export interface Project {
  readonly original: string;
  readonly bare: string;
  readonly instrumented: string;
  readonly compiled: number;
}

/** Installs a package's dependencies once, and makes its three forms anew. */
export function prepare(suite: Suite): Project {
  const [, name] = /^(.+)@[^@]+$/.exec(suite.package)!;
  const home = join(ROOT, '.cache/packages', name!.replace('/', '+'));
  mkdirSync(home, { recursive: true });
  const form = (variant: string): string => join(home, variant);
  if (!existsSync(form('original'))) unpack(suite.package, home);
  install(suite, home);
  for (const [file, text] of Object.entries(suite.files ?? {})) {
    writeFileSync(join(form('original'), file), text);
  }
  let compiled = 0;
  for (const way of ['bare', 'instrumented'] as const) {
    rmSync(form(way), { recursive: true, force: true });
    cpSync(form('original'), form(way), { recursive: true });
    compiled = compileAll(form(way), suite.sources, way, { nodeModules: true, tests: true });
    if (suite.testFolders.length > 0)
      compileAll(form(way), suite.testFolders, way, { nodeModules: true });
  }
  return {
    original: form('original'),
    bare: form('bare'),
    instrumented: form('instrumented'),
    compiled,
  };
}

function unpack(name: string, home: string): void {
  const packed = execFileSync('npm', ['pack', name, '--silent'], { cwd: home, encoding: 'utf8' });
  mkdirSync(join(home, 'unpacked'), { recursive: true });
  execFileSync('tar', ['-xzf', packed.trim(), '-C', 'unpacked', '--strip-components=1'], {
    cwd: home,
  });
  rmSync(join(home, packed.trim()));
  cpSync(join(home, 'unpacked'), join(home, 'original'), { recursive: true });
  rmSync(join(home, 'unpacked'), { recursive: true });
}

/** Dependencies lie above the three forms; `spanfn` is this repository as built. */
function install(suite: Suite, home: string): void {
  const manifest = JSON.parse(readFileSync(join(home, 'original/package.json'), 'utf8'));
  const wanted = { ...manifest.dependencies, ...suite.also };
  for (const need of suite.needs) wanted[need] = manifest.devDependencies[need];
  const text = JSON.stringify({ private: true, dependencies: wanted }, null, 2);
  const file = join(home, 'package.json');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    writeFileSync(file, text);
    const flags = ['--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'];
    try {
      execFileSync('npm', ['install', ...flags], { cwd: home, stdio: 'inherit' });
    } catch (error) {
      rmSync(file);
      throw error;
    }
  }
  const link = join(home, 'node_modules/spanfn');
  if (!existsSync(link)) symlinkSync(ROOT, link);
}
