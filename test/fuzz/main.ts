import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { campaign, type Failure, type Findings } from './campaign.ts';
import { type Compiler, PLUGIN, plugin, pluginExists, transform } from './compile.ts';
import { woven } from './weave.ts';

const identity: Compiler = {
  makesSpans: false,
  bare: (program) => transform(program, []),
  instrumented: (program) => transform(program, []),
};

const COMPILERS: Readonly<Record<string, Compiler>> = { plugin, woven, identity };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
    with: { type: 'string', default: 'plugin' },
    failures: { type: 'string', default: '5' },
    'no-shrink': { type: 'boolean', default: false },
    out: { type: 'string', default: 'test/fixtures/found' },
    constructs: { type: 'boolean', default: false },
  },
});

const compiler = COMPILERS[values.with];
if (compiler === undefined) throw new Error(`--with is one of ${Object.keys(COMPILERS)}`);
if (compiler === plugin && !pluginExists()) throw new Error(`There is no plugin at ${PLUGIN}`);

const [seed, count] = [Number(values.seed), Number(values.count)];
const begun = performance.now();
const findings = await campaign({
  seed,
  count,
  compiler,
  mostFailures: Number(values.failures),
  shrinks: !values['no-shrink'],
  progress: (programs, failures) => {
    if (programs % 500 === 0)
      console.log(`  ${programs} programs, ${failures} failed, ${rate(programs)}`);
  },
});
report(findings);
process.exitCode = findings.failures.length > 0 ? 1 : 0;

function rate(programs: number): string {
  return `${Math.round(programs / ((performance.now() - begun) / 1000))} a second`;
}

function report({ programs, failures, constructs }: Findings): void {
  for (const failure of failures) console.log(tell(failure));
  const counts = [...constructs].sort(([, one], [, other]) => other - one);
  const rarest = counts.slice(-5).map(([name, times]) => `${name} (${times})`);
  if (values.constructs) for (const [name, times] of counts) console.log(`  ${times}\t${name}`);
  else console.log(`  ${counts.length} constructs; the rarest: ${rarest.join(', ')}`);
  console.log(
    `Node ${process.versions.node}: ${programs} programs from seed ${seed}, ${failures.length} failed, ${rate(programs)}`,
  );
}

function tell({ seed, difference, program, smallest }: Failure): string {
  const slug = difference.kind.replaceAll(/\W+/g, '-');
  const folder = join(values.out, `seed-${seed}-${slug}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'input.js'), program.source);
  return `Seed ${seed}, ${difference.kind} (${folder}/input.js):
${smallest.detail}
${program.source.replaceAll(/^/gm, '    | ')}`;
}
