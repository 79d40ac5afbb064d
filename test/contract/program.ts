import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import * as spanfn from 'spanfn';
import * as abi from 'spanfn/abi';
import { bareSpanfn } from './bare.ts';
import type { Implementation, Target } from './implementations.ts';

/** A program twice: as written without spans, and instrumented. */
export interface Program<Module> {
  readonly bare: Module;
  readonly instrumented: Module;
}

/** What a program imports beside packages. */
type Imports = Readonly<Record<string, unknown>>;

const requirePackage = createRequire(import.meta.url);

/** Compiles `source` and evaluates it once for each half of the comparison. */
export async function build<Module>(
  { compile, compileBare = compile }: Implementation,
  source: string,
  target: Target = 'es2022',
  imports: { bare: Imports; instrumented: Imports } = { bare: {}, instrumented: {} },
  bareSource = source,
): Promise<Program<Module>> {
  const code = await compile(source, target);
  const isSame = compileBare === compile && bareSource === source;
  const bareCode = isSame ? code : await compileBare(bareSource, target);
  return {
    bare: evaluate(bareCode, { spanfn: bareSpanfn, ...imports.bare }) as Module,
    instrumented: evaluate(code, {
      spanfn,
      'spanfn/abi': { ...abi },
      ...imports.instrumented,
    }) as Module,
  };
}

/** The same for a file of `programs/`, with the types that it exports. */
export async function buildFile<Module>(
  implementation: Implementation,
  name: string,
): Promise<Program<Module>> {
  const path = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));
  return build(implementation, await readFile(path, 'utf8'));
}

/** In strict mode, as the modules are that these programs stand for. */
function evaluate(code: string, imports: Imports): unknown {
  const module = { exports: {} };
  const load = (id: string): unknown => imports[id] ?? requirePackage(id);
  const run = compileFunction(`'use strict';${code}`, ['exports', 'require', 'module'], {
    filename: FILE,
  });
  run(module.exports, load, module);
  return module.exports;
}

/** Spans are named after the module that they are in, so programs seem to be in a file. */
const FILE = fileURLToPath(new URL('./program.ts', import.meta.url)).replace('.ts', '.js');
