import { buildPrograms } from './build.ts';
import { commandLine } from './command-line.ts';
import { goals } from './goals.ts';
import { table } from './report.ts';
import { type Effort, measureOn } from './rounds.ts';

/**
 * npm run bench                       this Node
 * npm run bench -- --node 20,24,26    these majors, fetched where they are missing
 * npm run bench -- --all              every major that is promised
 * npm run bench -- --quick            one short round, for a first look
 */
const { nodes, isQuick } = commandLine();

const THOROUGH: Effort = { rounds: 5, budget: 400 };
const QUICK: Effort = { rounds: 1, budget: 80 };

const programs = await buildPrograms();
for (const node of nodes) {
  const results = await measureOn(node, programs, isQuick ? QUICK : THOROUGH);
  console.log(`${table(results)}\nGoals\n${goals(results)}\n`);
}
