/**
 * Instruments every function of published packages, as scripts and as modules. What compiles without
 * the plugin has to compile with it, V8 has to accept the result, and running the plugin on
 * that once more must change nothing. Folders may be given; without any, the packages of
 * the schema's tests and all that is installed here are read.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Script, SourceTextModule } from 'node:vm';
import { publishedSources } from '../schema/sources.ts';
import { compile, filesIn, type Way } from './compile.ts';

const ROOT = join(import.meta.dirname, '../..');
const LARGEST = 3 << 20;
const WITHOUT_TESTS = { tests: true };

class Counts {
  scripts = 0;
  modules = 0;
  functions = 0;
  refused = 0;
  faults = 0;
}

function main(folders: readonly string[]): void {
  const counts = new Counts();
  const files =
    folders.length > 0
      ? folders.flatMap((folder) => filesIn(folder, WITHOUT_TESTS))
      : [
          ...publishedSources().map(({ path }) => path),
          ...filesIn(join(ROOT, 'node_modules'), WITHOUT_TESTS),
        ];
  for (const file of files) check(file, counts);
  const { scripts, modules, functions, refused, faults } = counts;
  console.log(
    `${files.length} files, as ${scripts} scripts and ${modules} modules: ` +
      `${functions} functions instrumented, ${refused} files that nothing accepts, ${faults} faults`,
  );
  if (faults > 0 || functions === 0) process.exitCode = 1;
}

/** A file is tried as what it is accepted as without the plugin: script, module or both. */
function check(file: string, counts: Counts): void {
  const source = readFileSync(file, 'utf8');
  if (source.length > LARGEST || isMinified(source)) return;
  const forms = [false, true].filter((module) => isAccepted(source, file, module));
  if (forms.length === 0) counts.refused++;
  for (const module of forms) {
    if (module) counts.modules++;
    else counts.scripts++;
    const fault = faultOf(source, file, module, counts);
    if (fault === undefined) continue;
    counts.faults++;
    if (counts.faults <= 100)
      console.log(`${relative(ROOT, file)} as ${module ? 'module' : 'script'}: ${fault}`);
  }
}

/** What SWC has to say of a line that long makes SWC itself panic. */
function isMinified(source: string): boolean {
  return /^.{60000}/m.test(source);
}

function isAccepted(source: string, file: string, module: boolean): boolean {
  return attempt(() => parse(compile(source, file, module, 'bare'), module)) === undefined;
}

function faultOf(
  source: string,
  file: string,
  module: boolean,
  counts: Counts,
): string | undefined {
  const output = (text: string, way: Way): string => compile(text, file, module, way);
  return attempt(() => {
    const once = output(source, 'instrumented');
    counts.functions += once.match(/\b_leave\w*\(/g)?.length ?? 0;
    counts.functions += once.match(/\b_spanfn\w*\.leave\w*\(/g)?.length ?? 0;
    parse(once, module);
    // Another run prints anew, also what it does not change. Where there is no function yet,
    // what was compiled may have some: enumerations do.
    if (once.includes('spanfn/abi') && output(once, 'instrumented') !== output(once, 'bare'))
      throw new Error('changes again');
  });
}

/** Throws where V8 finds an early error. */
function parse(code: string, module: boolean): void {
  if (module) new SourceTextModule(code);
  else new Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`);
}

function attempt(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return String(error).slice(0, 2000);
  }
}

main(process.argv.slice(2));
