/**
 * Runs the tests of published packages as they are, with their sources compiled by SWC, and
 * with every function of theirs instrumented, spans off and on. What passes in compiled code has to
 * pass in instrumented code. Names of packages may be given; without any, all are tried.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Project, prepare } from './project.ts';
import { type Outcome, runTests, testFiles } from './run-tests.ts';
import type { Suite } from './suite.ts';

/** A difference that a second and a third try do not have is the test's own. */
const TRIES = 3;

interface Count {
  tests: number;
  original: number;
  bare: number;
  spans: number;
  open: number;
}

async function main(names: readonly string[]): Promise<void> {
  for (const suite of await suites(names)) await check(suite);
}

async function suites(names: readonly string[]): Promise<Suite[]> {
  const folder = join(import.meta.dirname, 'suites');
  const known = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`no suite ${strange}; there are ${known.join(', ')}`);
  const wanted = names.length > 0 ? names : known;
  return Promise.all(wanted.map(async (name) => (await import(`./suites/${name}.ts`)).default));
}

async function check(suite: Suite): Promise<void> {
  const begun = performance.now();
  const project = prepare(suite);
  const files = suite.runner === 'vitest' ? [''] : testFiles(project.original, suite);
  if (files.length === 0) throw new Error(`${suite.package} has no test files`);
  const count: Count = { tests: 0, original: 0, bare: 0, spans: 0, open: 0 };
  const faults: string[] = [];
  const waiting = [...files];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      faults.push(...(await compare(project, suite, file, count)));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (count.spans === 0) faults.push('no spans were made');
  const seconds = Math.round((performance.now() - begun) / 1000);
  const { tests, original, bare, spans, open } = count;
  console.log(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${suite.package}: ${project.compiled} sources, ` +
      `${files.length} test files, ${tests} tests; fail as published ${original}, compiled ${bare}, ` +
      `instrumented besides ${faults.length}; ${spans} spans, ${open} still open (${seconds} s)`,
  );
  for (const fault of faults) console.log(`       ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

async function compare(
  project: Project,
  suite: Suite,
  file: string,
  count: Count,
): Promise<string[]> {
  const run = (home: string, started: boolean): Promise<Outcome> =>
    runTests(home, suite.runner, file, started);
  const original = await run(project.original, false);
  const bare = await run(project.bare, false);
  count.tests += bare.results.size;
  count.original += failing(original).length;
  count.bare += failing(bare).length;
  const faults: string[] = [];
  for (const started of [false, true]) {
    let worse: string[] | undefined;
    let last: Outcome | undefined;
    for (let tries = 0; tries < TRIES && worse?.length !== 0; tries++) {
      last = await run(project.instrumented, started);
      if (tries === 0) {
        count.spans += last.spans;
        count.open += last.open;
      }
      const now = missing(bare, last, suite);
      worse = worse === undefined ? now : worse.filter((name) => now.includes(name));
    }
    if (worse!.length > 0) {
      const again = await run(project.bare, false);
      worse = worse!.filter((name) => again.results.get(name) === true);
    }
    if (worse!.length > 0 && process.env['SPANFN_SHOW']) console.log(last!.output);
    for (const name of worse!) faults.push(`spans ${started ? 'on ' : 'off'} ${file} > ${name}`);
  }
  return faults;
}

function failing({ results }: Outcome): string[] {
  return [...results].flatMap(([name, passed]) => (passed ? [] : [name]));
}

/** What passes in compiled code, but not in instrumented code. */
function missing(bare: Outcome, instrumented: Outcome, { differs = [] }: Suite): string[] {
  return [...bare.results].flatMap(([name, passed]) =>
    !passed || instrumented.results.get(name) || differs.some(({ what }) => what.test(name))
      ? []
      : [name],
  );
}

await main(process.argv.slice(2));
