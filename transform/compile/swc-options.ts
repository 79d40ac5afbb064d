import type { Options, ReactConfig } from '@swc/core';
import { SOURCE } from '../concern.ts';
import { type CompilerOptions, definesClassFields } from '../tsconfig/compiler-options.ts';

/** One file on its way through SWC. */
export interface Compilation {
  readonly file: string;
  readonly compilerOptions: CompilerOptions;
  /** Of the `@swc/core` that compiles. */
  readonly swcVersion: string;
  /** Entries for `jsc.experimental.plugins`. */
  readonly plugins: readonly (readonly [path: string, options: object])[];
  /** Whether JSX may stay because what comes next understands it. */
  readonly keepJsx: boolean;
  /** `commonjs` turns ESM syntax into calls of `require`; else it stays. */
  readonly format?: 'module' | 'commonjs';
  /** What the user wants otherwise. */
  readonly swc?: Options | undefined;
}

type Jsc = NonNullable<Options['jsc']>;
type Transform = NonNullable<Jsc['transform']>;
type Tree = Record<string, unknown>;

/**
 * Types are stripped and decorators lowered, because few tools that come next can do both. All else
 * stays for them to decide: modules, modern syntax, comments.
 */
export function swcOptions(compilation: Compilation): Options {
  const { file, plugins, swc = {} } = compilation;
  const { jsc: { experimental: { plugins: further = [], ...experimental } = {}, ...jsc } = {} } =
    swc;
  const own: Options = {
    filename: file,
    sourceFileName: file,
    swcrc: false,
    configFile: false,
    sourceMaps: true,
    inputSourceMap: false, // Tools chain the maps of their plugins themselves.
    ...moduleKind(compilation),
    jsc: {
      target: 'esnext',
      parser: parser(file),
      transform: transform(compilation),
      preserveAllComments: true, // Bundlers read some of them.
      experimental: {
        cacheRoot: 'node_modules/.cache/spanfn', // Else SWC makes a folder `.swc` in the project.
        keepImportAttributes: true,
        runPluginFirst: true,
        plugins: [...plugins, ...further] as [string, Record<string, unknown>][],
      },
    },
  };
  return merged(own as Tree, { ...swc, jsc: { ...jsc, experimental } } as Tree) as Options;
}

function moduleKind({ file, format }: Compilation): Options {
  // Whether JavaScript is a module shows in its syntax.
  const isModule = format === 'module' || (format === undefined && language(file).typescript);
  return {
    isModule: isModule || 'unknown',
    ...(format === 'commonjs' &&
      language(file).typescript && { module: { type: 'commonjs', ignoreDynamic: true } }),
  };
}

function parser(file: string): NonNullable<Jsc['parser']> {
  const { typescript, jsx } = language(file);
  return typescript
    ? { syntax: 'typescript', tsx: jsx, decorators: true }
    : { syntax: 'ecmascript', jsx: true, decorators: true };
}

function language(file: string): { typescript: boolean; jsx: boolean } {
  const [, , letter, x] = SOURCE.exec(file) ?? [];
  return { typescript: letter === 't', jsx: x === 'x' };
}

function transform({ compilerOptions, swcVersion, keepJsx }: Compilation): Transform {
  const {
    experimentalDecorators: legacy,
    emitDecoratorMetadata,
    verbatimModuleSyntax,
  } = compilerOptions;
  return {
    useDefineForClassFields: definesClassFields(compilerOptions),
    verbatimModuleSyntax: verbatimModuleSyntax ?? false,
    react: jsxTransform(compilerOptions, keepJsx),
    ...(legacy
      ? { legacyDecorator: true, decoratorMetadata: emitDecoratorMetadata ?? false }
      : { decoratorVersion: standardDialect(swcVersion) }),
  };
}

/** What 2023 added ends the whole process in versions before 1.15.21. */
function standardDialect(swcVersion: string): '2022-03' | '2023-11' {
  return /^1\.15\.(\d|1\d|20)$/.test(swcVersion) ? '2022-03' : '2023-11';
}

/**
 * JSX for `React.createElement` cannot stay: with the types goes an import of React that nothing
 * seems to use.
 */
function jsxTransform(options: CompilerOptions, keepJsx: boolean): ReactConfig {
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource } = options;
  if (jsx === 'react') {
    return {
      runtime: 'classic',
      ...(jsxFactory !== undefined && { pragma: jsxFactory }),
      ...(jsxFragmentFactory !== undefined && { pragmaFrag: jsxFragmentFactory }),
    };
  }
  if (keepJsx) return { runtime: 'preserve' };
  return {
    runtime: 'automatic',
    development: jsx === 'react-jsxdev',
    ...(jsxImportSource !== undefined && { importSource: jsxImportSource }),
  };
}

/** The second has the last word, at any depth. */
function merged(first: Tree, second: Tree): Tree {
  const tree = { ...first };
  for (const [key, value] of Object.entries(second)) {
    tree[key] = isTree(tree[key]) && isTree(value) ? merged(tree[key], value) : value;
  }
  return tree;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
