import { takeCensus } from './census.ts';
import { compareBehaviour, type Difference } from './compare.ts';
import { compareContext, compareSpans } from './compare-spans.ts';
import type { Compiler } from './compile.ts';
import type { Program } from './program.ts';
import { type Outcome, runProgram } from './run-program.ts';

/** Runs a program bare and instrumented, with spans and without, and tells how they differ. */
export async function judge(program: Program, compiler: Compiler): Promise<Difference | null> {
  const bare = await runProgram(program, compiler.bare(program), { recorded: false });
  const code = instrumentedBy(compiler, program);
  if (typeof code !== 'string') return code;
  const run = (recorded: boolean): Promise<Outcome> =>
    runProgram(program, code, { recorded, modules: compiler.modules ?? {} });
  try {
    const on = await run(true);
    const off = await run(false);
    return (
      compareBehaviour(bare, on, 'on') ??
      compareBehaviour(bare, off, 'off') ??
      compareContext(off) ??
      (compiler.makesSpans ? await judgeSpans(program, bare, on) : null)
    );
  } catch (error) {
    return { kind: 'invalid code', detail: `  ${String(error)}` };
  }
}

function instrumentedBy(compiler: Compiler, program: Program): string | Difference {
  try {
    return compiler.instrumented(program);
  } catch (error) {
    const [message] = String(error).split(/\s+Stack backtrace/);
    return { kind: 'compile', detail: `  ${message}` };
  }
}

async function judgeSpans(
  program: Program,
  bare: Outcome,
  on: Outcome,
): Promise<Difference | null> {
  const census = await takeCensus(program);
  // Counting changes nothing that shows: if it did, the counts would be of another program.
  const unsound = compareBehaviour(bare, census.outcome, 'census');
  return unsound ?? compareSpans(program.tree, census, on);
}
