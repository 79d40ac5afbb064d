// Usage: npm run test:swc [-- <version> ...]
// Runs the fixtures with several versions of @swc/core, since one wasm serves them all. Without
// versions: the oldest and the newest of every minor that a plugin is loaded by.
import { spawnSync } from 'node:child_process';
import { endsOfMinors } from '../schema/versions.ts';

const TESTS = ['fixtures', 'global', 'errors', 'glob', 'log-calls', 'logs'].map(
  (name) => `test/transform/${name}.test.ts`,
);

/** Whether all tests pass with a version, which is fetched if it was never asked for. */
function passes(version: string): boolean {
  console.log(`@swc/core ${version}`);
  const env = { ...process.env, SPANFN_SWC: version };
  return spawnSync('npx', ['vitest', 'run', ...TESTS], { env, stdio: 'inherit' }).status === 0;
}

const given = process.argv.slice(2);
const versions = given.length > 0 ? given : endsOfMinors();
const failed = versions.filter((version) => !passes(version));
console.log(failed.length === 0 ? 'all versions pass' : `failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
