import { type Options, transform as swc } from '@swc/core';
import { transform as esbuild, type TransformOptions } from 'esbuild';
import { pluginPath } from '../../transform/plugin-path.ts';

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
  /** Whether methods are instrumented in their bodies rather than wrapped. */
  readonly inPlace?: boolean;
}

type SwcTransform = NonNullable<NonNullable<Options['jsc']>['transform']>;

const LEGACY: SwcTransform = {
  legacyDecorator: true,
  decoratorMetadata: true,
  useDefineForClassFields: false,
};

export const IMPLEMENTATIONS: readonly Implementation[] = [
  {
    name: 'legacy(esbuild)',
    syntax: 'legacy',
    compile: byEsbuild({ experimentalDecorators: true }),
  },
  { name: 'legacy(swc)', syntax: 'legacy', compile: bySwc(LEGACY) },
  { name: 'standard(esbuild)', syntax: 'standard', compile: byEsbuild({}) },
  { name: 'standard(swc 2022-03)', syntax: 'standard', compile: bySwc(dialect('2022-03')) },
  { name: 'standard(swc 2023-11)', syntax: 'standard', compile: bySwc(dialect('2023-11')) },
  { name: 'wrapper(esbuild)', syntax: 'wrapper', compile: byEsbuild({}) },
  ...byPlugin('legacy', LEGACY),
  ...byPlugin('standard', dialect('2022-03')),
  ...byPlugin('standard', dialect('2023-11')),
  ...byPlugin('wrapper', dialect('2022-03')),
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

function dialect(decoratorVersion: '2022-03' | '2023-11'): SwcTransform {
  return { decoratorVersion } as SwcTransform;
}

/** Before all other transforms the plugin takes decorators away; after them it locates them. */
function byPlugin(syntax: Syntax, transform: SwcTransform): readonly Implementation[] {
  const { decoratorVersion = syntax } = transform as { decoratorVersion?: string };
  return [true, false].map((runPluginFirst) => ({
    name: `plugin(${decoratorVersion}, ${runPluginFirst ? 'first' : 'last'})`,
    syntax,
    compile: bySwc(transform, { runPluginFirst, plugins: [[pluginPath(), {}]] }),
    compileBare: bySwc(transform),
    inPlace: runPluginFirst && syntax !== 'wrapper',
  }));
}

function bySwc(
  transform: SwcTransform,
  experimental: NonNullable<NonNullable<Options['jsc']>['experimental']> = {},
): Implementation['compile'] {
  return async (source, target) => {
    const { code } = await swc(source, {
      filename: 'program.ts',
      configFile: false,
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target, parser: { syntax: 'typescript', decorators: true }, transform, experimental },
    });
    return code;
  };
}
