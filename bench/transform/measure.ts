import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../measure/median.ts';
import { COMPILERS, compileWith } from './compilers.ts';
import type { Source } from './sources.ts';

const COLD = join(import.meta.dirname, 'cold.ts');

/** Milliseconds a file. */
export interface Times {
  readonly median: number;
  /** What the machine's noise leaves alone. */
  readonly min: number;
}

/** By the names of compilers. */
export type Table = Readonly<Record<string, Times>>;

/** Compilers take turns in this process: a noisy minute falls on all of them. */
export function warm(source: Source, rounds: number): Table {
  return inFolder((folder) => {
    const compiles = COMPILERS.map((one) => [one.name, compileWith(one, folder)] as const);
    for (const [, compile] of compiles) compile(source);
    return summary(rounds, compiles, (compile) => {
      const start = performance.now();
      compile(source);
      return performance.now() - start;
    });
  });
}

/** Each time a new process and, for what SWC keeps of plugins, a new folder. */
export function cold(rounds: number): Table {
  const named = COMPILERS.map(({ name }) => [name, name] as const);
  return summary(rounds, named, (name) =>
    inFolder((folder) => {
      const args = ['--import', 'tsx', COLD, name, folder];
      return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    }),
  );
}

function summary<T>(
  rounds: number,
  entries: readonly (readonly [name: string, entry: T])[],
  time: (entry: T) => number,
): Table {
  const times = entries.map(([name, entry]) => ({ name, entry, all: [] as number[] }));
  for (let i = 0; i < rounds; i++) for (const { entry, all } of times) all.push(time(entry));
  return Object.fromEntries(
    times.map(({ name, all }) => [name, { median: median(all), min: Math.min(...all) }]),
  );
}

function inFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'spanfn-bench-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
