import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Git does not see it. */
export const CACHE: string = join(import.meta.dirname, '../../../.cache/collector');

/** A Go module that exists to fix versions. */
export interface GoModule {
  readonly folder: string;
  readonly go: string;
  /** Versions by module. */
  readonly require: Readonly<Record<string, string>>;
  readonly replace?: Readonly<Record<string, string>>;
}

/** Writes the module's `go.mod`. */
export function writeModule({ folder, go, require, replace = {} }: GoModule): void {
  const required = Object.entries(require).map(([path, version]) => `\t${path} ${version}\n`);
  const replaced = Object.entries(replace).map(
    ([path, version]) => `replace ${path} => ${path} ${version}\n`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'go.mod'),
    `module spanfn.test/built\n\ngo ${go}\n\nrequire (\n${required.join('')})\n\n${replaced.join('')}`,
  );
}

/** Builds a package that the module holds or requires. */
export function buildPackage({ folder }: GoModule, path: string, output: string): void {
  // What the program does not need is never asked for: hence `-mod=mod`, and no `go mod tidy`.
  run(folder, ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', output, path]);
}

/** Runs `go`. @throws Error with what it said */
export function run(cwd: string, args: readonly string[]): void {
  const env = { ...process.env, CGO_ENABLED: '0' };
  execFileSync('go', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 26 });
}
