import { commandLine } from '../command-line.ts';
import { buildPrograms } from './build.ts';
import { goals, table } from './report.ts';
import { type Effort, measureOn } from './rounds.ts';

/** npm run bench:log: log events, off and on, beside peers. Options as of `bench`. */
const THOROUGH: Effort = { rounds: 5, budget: 300 };
const QUICK: Effort = { rounds: 1, budget: 80 };

const { nodes, isQuick } = commandLine();
const programs = await buildPrograms();
for (const node of nodes) {
  const results = await measureOn(node, programs, isQuick ? QUICK : THOROUGH);
  console.log(`${table(results)}\nGoals\n${goals(results)}\n`);
}
