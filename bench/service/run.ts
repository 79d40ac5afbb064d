import { commandLine } from '../command-line.ts';
import { nodeVersion } from '../nodes.ts';
import { buildService } from './build.ts';
import { report } from './report.ts';
import { type Effort, measureOn } from './rounds.ts';

/** npm run bench:service: an HTTP service under load, not traced and traced. Options as of `bench`. */
const THOROUGH: Effort = { rounds: 5, warmUp: 3_000, measured: 4_000 };
const QUICK: Effort = { rounds: 1, warmUp: 1_500, measured: 1_500 };

const { nodes, isQuick } = commandLine();
const programs = await buildService();
for (const node of nodes) {
  const results = await measureOn(node, programs, isQuick ? QUICK : THOROUGH);
  console.log(`${report(nodeVersion(node), results)}\n`);
}
