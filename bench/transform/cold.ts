import { COMPILERS, compileWith } from './compilers.ts';
import { small } from './sources.ts';

/** The body of a child process: the first file that a compiler sees, in ms, with SWC loaded. */
const [name, cacheRoot] = process.argv.slice(2) as [string, string];
const compiler = COMPILERS.find((one) => one.name === name);
if (compiler === undefined) throw new Error(`There is no compiler ${name}`);
const compile = compileWith(compiler, cacheRoot);
const start = performance.now();
compile(small);
process.stdout.write(String(performance.now() - start));
