import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Options, transformSync } from '@swc/core';
import type { Program } from './program.ts';

/** Turns programs into code: as they are, and instrumented. */
export interface Compiler {
  bare(program: Program): string;
  instrumented(program: Program): string;
  /** What instrumented code requires beside the abi. */
  readonly modules?: Readonly<Record<string, unknown>>;
  /** Whether its spans are to be judged too; not those of code that makes none. */
  readonly makesSpans: boolean;
}

/** Where the plugin is: its name carries its version. */
export const PLUGIN: string = process.env['SPANFN_WASM'] ?? builtPlugin();

function builtPlugin(): string {
  const folder = join(process.cwd(), 'dist/swc');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return join(folder, names.find((name) => /^spanfn.*\.wasm$/.test(name)) ?? 'spanfn.wasm');
}

export const pluginExists = (): boolean => existsSync(PLUGIN);

/** The plugin, on every function. */
export const plugin: Compiler = {
  makesSpans: true,
  bare: (program) => transform(program, []),
  instrumented: (program) => transform(program, [[PLUGIN, { auto: 'all' }]]),
};

/** CommonJS, no syntax lowered. */
export function transform(
  { source, isModule }: Pick<Program, 'source' | 'isModule'>,
  plugins: [string, Record<string, unknown>][],
): string {
  const options: Options = {
    swcrc: false,
    configFile: false,
    filename: 'program.js',
    isModule,
    sourceMaps: false,
    jsc: {
      target: 'esnext',
      parser: { syntax: 'ecmascript', explicitResourceManagement: true },
      experimental: { plugins, cacheRoot: join(process.cwd(), '.cache/swc') },
    },
    module: isModule ? { type: 'commonjs' } : undefined,
  } as Options;
  return transformSync(source, options).code;
}
