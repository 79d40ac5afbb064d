import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '../..');

/** Packing takes a second, on a busy machine many. */
export const SETUP_MS = 120_000;

/** How a process ended, and all that it printed. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's project: spanfn is installed from the tarball that would be published. */
export interface Project {
  readonly path: string;
  /** Runs this version of Node in the project. */
  node(...args: string[]): Promise<Outcome>;
  remove(): void;
}

/**
 * A project in a temporary folder, with the files of `projects/<name>` if a name is given.
 * Packages other than spanfn are those of this repository, by symbolic link.
 */
export async function createProject(name?: string, ...packages: string[]): Promise<Project> {
  const path = mkdtempSync(join(tmpdir(), 'spanfn-'));
  writeFileSync(join(path, 'package.json'), '{ "name": "project", "private": true }');
  if (name !== undefined) {
    cpSync(join(import.meta.dirname, 'projects', name), path, { recursive: true });
  }
  unpack(await tarball(), join(path, 'node_modules/spanfn'));
  for (const name of packages) link(name, path);
  return {
    path,
    node: (...args) => run(process.execPath, args, path),
    remove: () => rmSync(path, { recursive: true }),
  };
}

let packed: Promise<Buffer> | undefined;

/** What would be published, made from what is built; once for all projects of a test file. */
export function tarball(): Promise<Buffer> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'spanfn-'));
  const flags = ['--silent', '--pack-destination', folder];
  const { code, stdout, stderr } = await run('npm', ['pack', ROOT, ...flags], folder);
  if (code !== 0) throw new Error(`npm pack failed:\n${stderr}`);
  const bytes = readFileSync(join(folder, stdout.trim()));
  rmSync(folder, { recursive: true });
  return bytes;
}

/** To install a package that has no dependencies is to unpack it. */
function unpack(bytes: Buffer, home: string): void {
  mkdirSync(home, { recursive: true });
  execFileSync('tar', ['-xz', '-C', home, '--strip-components=1'], { input: bytes });
}

function link(name: string, path: string): void {
  const place = join(path, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), place);
}

/** Runs a program as from a shell. */
export function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env: environment() }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}

/** Test frameworks, and npm, tell by variables that they run inside another. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(VITEST|JEST|NODE_|TEST$|FORCE_COLOR$|npm_)/.test(key),
  );
  return { ...Object.fromEntries(inherited), NO_COLOR: '1' };
}
