import type { Difference } from './compare.ts';
import type { Compiler } from './compile.ts';
import { judge } from './judge.ts';
import { type Program, programOf } from './program.ts';
import { shrink } from './shrink.ts';
import { constructsOf } from './tree.ts';

/** A program whose instrumented form behaves differently. */
export interface Failure {
  readonly seed: number;
  readonly difference: Difference;
  /** The smallest program found that fails alike, with its difference. */
  readonly program: Program;
  readonly smallest: Difference;
}

export interface Findings {
  readonly programs: number;
  readonly failures: readonly Failure[];
  /** In how many programs each construct occurred. */
  readonly constructs: ReadonlyMap<string, number>;
}

export interface CampaignOptions {
  /** Programs with the seeds `seed`, `seed + 1`, … */
  readonly seed: number;
  readonly count: number;
  readonly compiler: Compiler;
  /** Give up after so many failures; default 5. */
  readonly mostFailures?: number;
  /** Whether failing programs are made smaller; default true. */
  readonly shrinks?: boolean;
  readonly progress?: (programs: number, failures: number) => void;
}

/** Judges many programs, one after the other: they share a process, and its events. */
export async function campaign(options: CampaignOptions): Promise<Findings> {
  const { seed: first, count, compiler, mostFailures = 5, shrinks = true, progress } = options;
  const failures: Failure[] = [];
  const constructs = new Map<string, number>();
  let programs = 0;
  for (let seed = first; seed < first + count && failures.length < mostFailures; seed++) {
    const program = programOf(seed);
    for (const name of constructsOf(program.tree)) {
      constructs.set(name, (constructs.get(name) ?? 0) + 1);
    }
    const difference = await judge(program, compiler);
    programs++;
    if (difference !== null) failures.push(await failureOf(program, difference, compiler, shrinks));
    progress?.(programs, failures.length);
  }
  return { programs, failures, constructs };
}

async function failureOf(
  program: Program,
  difference: Difference,
  compiler: Compiler,
  shrinks: boolean,
): Promise<Failure> {
  const { seed } = program;
  if (!shrinks) return { seed, difference, program, smallest: difference };
  const small = await shrink(program, difference, (candidate) => judge(candidate, compiler));
  // Judged again for what to print; it has just failed.
  const smallest = (await judge(small, compiler)) ?? difference;
  return { seed, difference, program: small, smallest };
}
