import { createRequire } from 'node:module';
import type { Options, transformSync } from '@swc/core';
import { pluginPath } from '../../transform/plugin-path.ts';
import type { Source } from './sources.ts';

/** One way of compiling. */
export interface Compiler {
  readonly name: string;
  readonly label: string;
  readonly plugins: readonly (readonly [path: string, options: Record<string, unknown>])[];
  /** Whether it sees types and decorators, as spanfn must and others need not. */
  readonly runsFirst: boolean;
}

const IMPORTS = { lodash: { transform: 'lodash/{{member}}' } };

/** In the order of the report. All get the same source; without spanfn, SWC lowers its decorators. */
export const COMPILERS: readonly Compiler[] = [
  { name: 'swc', label: 'SWC alone', plugins: [], runsFirst: false },
  {
    name: 'spanfn',
    label: '+ spanfn',
    plugins: [[pluginPath(), {}]],
    runsFirst: true,
  },
  {
    // The Rust plugin fails on programs that still have their types: in this order they compare.
    name: 'spanfn-last',
    label: '+ spanfn, in default order',
    plugins: [[pluginPath(), {}]],
    runsFirst: false,
  },
  {
    name: 'spanfn-auto',
    label: '+ spanfn, auto: all',
    plugins: [[pluginPath(), { auto: 'all' }]],
    runsFirst: true,
  },
  {
    name: 'rust',
    label: '+ plugin-transform-imports',
    plugins: [['@swc/plugin-transform-imports', IMPORTS]],
    runsFirst: false,
  },
];

type Transform = typeof transformSync;

/** `transformSync`, loaded when it is asked for: a cold start includes no more than it must. */
export function loadSwc(): Transform {
  return (createRequire(import.meta.url)('@swc/core') as { transformSync: Transform })
    .transformSync;
}

export function optionsOf({ plugins, runsFirst }: Compiler, cacheRoot: string): Options {
  return {
    filename: 'src/service.ts',
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    isModule: true,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { decoratorVersion: '2022-03' },
      experimental: {
        cacheRoot,
        runPluginFirst: runsFirst,
        plugins: plugins as [string, Record<string, unknown>][],
      },
    },
  };
}

export type Compile = (source: Source) => string;

export function compileWith(compiler: Compiler, cacheRoot: string): Compile {
  const transform = loadSwc();
  const options = optionsOf(compiler, cacheRoot);
  return ({ code }) => transform(code, options).code;
}
