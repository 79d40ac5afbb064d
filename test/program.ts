import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const alias =
  process.env.SPANFN_UNDER_TEST === 'dist'
    ? {}
    : {
        spanfn: join(root, 'src/index.ts'),
        'spanfn/abi': join(root, 'src/abi/index.ts'),
        'spanfn/testing': join(root, 'src/testing/index.ts'),
      };

/** What a program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One TypeScript program with all it imports, as CommonJS text for a worker or a process. */
export async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    alias,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

/** Runs a TypeScript program, which imports the package by name, in a process of its own. */
export async function runProgram(
  program: string,
  { flags = [], env = {} }: { flags?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'spanfn-program-'));
  const file = join(folder, 'main.cjs');
  try {
    await writeFile(file, await bundle(program));
    const child = promisify(execFile)(process.execPath, [...flags, file], {
      env: { ...process.env, ...env },
    });
    return await child.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
