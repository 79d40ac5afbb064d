import { buildPrograms } from '../build.ts';
import { commandLine } from '../command-line.ts';
import { nodeVersion } from '../nodes.ts';
import { FORMS } from './forms.ts';
import { report } from './report.ts';
import { type Effort, measureOn } from './rounds.ts';

/** npm run bench:rate: spans at a steady pace, not traced and traced. Options as of `bench`. */
const THOROUGH: Effort = { rounds: 7, ms: 800 };
const QUICK: Effort = { rounds: 1, ms: 1_000 };

const { nodes, isQuick } = commandLine();
const programs = await buildPrograms(FORMS, './rate/main.ts');
for (const node of nodes) {
  const results = await measureOn(node, programs, isQuick ? QUICK : THOROUGH);
  console.log(`${report(nodeVersion(node), results)}\n`);
}
