// Two copies of spanfn in one process, as named on the command line: `esm`, `cjs`, or either of
// a second install, `esm2` and `cjs2`.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const here = createRequire(import.meta.url);
const other = createRequire(new URL('node_modules/other/index.js', import.meta.url));

async function load(copy) {
  const require = copy.endsWith('2') ? other : here;
  if (copy.startsWith('cjs')) return { ...require('spanfn'), ...require('spanfn/testing') };
  const folder = require.resolve('spanfn/package.json').replace(/package\.json$/, 'dist/esm/src/');
  const main = await import(pathToFileURL(`${folder}index.js`));
  return { ...main, ...(await import(pathToFileURL(`${folder}testing/index.js`))) };
}

const [first, second] = process.argv.slice(2);
export const one = await load(first);
export const two = await load(second);
