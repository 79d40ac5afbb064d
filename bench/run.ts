import { parseArgs } from 'node:util';
import { buildPrograms } from './build.ts';
import { goals } from './goals.ts';
import { nodeBinary } from './nodes.ts';
import { table } from './report.ts';
import { type Effort, measureOn } from './rounds.ts';

/**
 * npm run bench                       this Node
 * npm run bench -- --node 20,24,26    these majors, fetched where they are missing
 * npm run bench -- --all              every major that is promised
 * npm run bench -- --quick            one short round, for a first look
 */
const { values } = parseArgs({
  options: {
    node: { type: 'string' },
    all: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

const THOROUGH: Effort = { rounds: 5, budget: 400 };
const QUICK: Effort = { rounds: 1, budget: 80 };

const programs = await buildPrograms();
for (const binary of binaries()) {
  const results = await measureOn(binary, programs, values.quick ? QUICK : THOROUGH);
  console.log(`${table(results)}\nGoals\n${goals(results)}\n`);
}

function binaries(): string[] {
  const majors = values.all ? '20,24,26' : values.node;
  return majors === undefined ? [process.execPath] : majors.split(',').map(nodeBinary);
}
