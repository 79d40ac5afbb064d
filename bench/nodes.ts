import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../.cache/nodes');

/** The binary of a major version of Node: this process's, or one installed into the cache. */
export function nodeBinary(major: string): string {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(CACHE, major);
  const file = platform === 'win' ? 'bin/node.exe' : 'bin/node';
  const binary = join(folder, 'node_modules', name, file);
  if (!existsSync(binary)) install(folder, `${name}@${major}`);
  return binary;
}

/** What a binary calls itself, such as `v24.1.0`. */
export function nodeVersion(binary: string): string {
  return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
}

function install(folder: string, spec: string): void {
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', spec];
  execFileSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'] });
}
