import { spawnSync } from 'node:child_process';
import { nodeBinary } from '../../bench/nodes.ts';
import { buildFuzzer } from './build.ts';

/**
 * tsx test/fuzz/run.ts --seed 1 --count 5000     this Node
 *   --node 20,22,24,26    these majors, fetched where they are missing
 *   --with woven          code by the specification instead of by the plugin (or `identity`)
 *   --failures 5          give up after so many
 *   --no-shrink           print failing programs as they are
 *   --constructs          print in how many programs each construct occurred
 *   --out <folder>        where failing programs go; default test/fixtures/found
 */
const args = process.argv.slice(2);
const at = args.indexOf('--node');
const majors = at < 0 ? [] : (args.splice(at, 2)[1] ?? '').split(',');
const binaries = at < 0 ? [process.execPath] : majors.map(nodeBinary);

const program = await buildFuzzer();
for (const binary of binaries) {
  const { status } = spawnSync(binary, [program, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
