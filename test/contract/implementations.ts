import { type Options, transform as swc } from '@swc/core';
import { transform as esbuild, type TransformOptions } from 'esbuild';

/** How a function comes to its spans. */
export type Syntax = 'legacy' | 'standard' | 'wrapper';

/** Below `es2017` a compiler lowers an `async` function to a generator and a helper. */
export type Target = 'es2022' | 'es2016';

/** One way from TypeScript to a program with spans. A build tool is one more row. */
export interface Implementation {
  readonly name: string;
  readonly syntax: Syntax;
  compile(source: string, target: Target): Promise<string>;
  /** Only where compiling itself instruments: the same program without that. */
  compileBare?(source: string, target: Target): Promise<string>;
}

export const IMPLEMENTATIONS: readonly Implementation[] = [
  {
    name: 'legacy(esbuild)',
    syntax: 'legacy',
    compile: byEsbuild({ experimentalDecorators: true }),
  },
  {
    name: 'legacy(swc)',
    syntax: 'legacy',
    compile: bySwc({
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
    }),
  },
  { name: 'standard(esbuild)', syntax: 'standard', compile: byEsbuild({}) },
  standardBySwc('2022-03'),
  standardBySwc('2023-11'),
  { name: 'wrapper(esbuild)', syntax: 'wrapper', compile: byEsbuild({}) },
];

/** Those that understand `@spanFn` on a class and its members. */
export const DECORATING: readonly Implementation[] = IMPLEMENTATIONS.filter(
  ({ syntax }) => syntax !== 'wrapper',
);

function byEsbuild({
  experimentalDecorators = false,
}: {
  experimentalDecorators?: boolean;
}): Implementation['compile'] {
  const compilerOptions = {
    experimentalDecorators,
    useDefineForClassFields: !experimentalDecorators,
  };
  const options: TransformOptions = {
    loader: 'ts',
    format: 'cjs',
    tsconfigRaw: { compilerOptions },
  };
  return async (source, target) => (await esbuild(source, { ...options, target })).code;
}

function standardBySwc(decoratorVersion: '2022-03' | '2023-11'): Implementation {
  const compile = bySwc({ decoratorVersion } as SwcTransform);
  return { name: `standard(swc ${decoratorVersion})`, syntax: 'standard', compile };
}

type SwcTransform = NonNullable<NonNullable<Options['jsc']>['transform']>;

function bySwc(transform: SwcTransform): Implementation['compile'] {
  return async (source, target) => {
    const { code } = await swc(source, {
      filename: 'program.ts',
      configFile: false,
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target, parser: { syntax: 'typescript', decorators: true }, transform },
    });
    return code;
  };
}
