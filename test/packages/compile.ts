import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { type Options, transformSync } from '@swc/core';
import { pluginPath } from '../../transform/plugin-path.ts';

/** By SWC alone, or with the plugin on every function. */
export type Way = 'bare' | 'instrumented';

/** Compiles files and folders in place; returns how many files there were. */
export function compileAll(
  home: string,
  sources: readonly string[],
  way: Way,
  without: Without,
): number {
  const files = sources.flatMap((source) => filesIn(join(home, source), without));
  if (files.length === 0) throw new Error(`nothing to compile in ${home}`);
  for (const file of files) {
    writeFileSync(file, compile(readFileSync(file, 'utf8'), file, isModule(file), way));
  }
  return files.length;
}

/** No syntax is lowered but types, and a script stays a script. */
export function compile(source: string, file: string, module: boolean, way: Way): string {
  const isTypescript = /\.[cm]?tsx?$/.test(file);
  const options = {
    swcrc: false,
    configFile: false,
    filename: file,
    isModule: module ? true : 'commonjs',
    sourceMaps: false,
    jsc: {
      target: 'esnext',
      parser: isTypescript
        ? { syntax: 'typescript', tsx: file.endsWith('x'), decorators: true }
        : { syntax: 'ecmascript', jsx: file.endsWith('x'), explicitResourceManagement: true },
      experimental: {
        plugins: way === 'bare' ? [] : [[pluginPath(), { auto: 'all' }]],
        cacheRoot: join(process.cwd(), '.cache/swc'),
        runPluginFirst: isTypescript,
      },
    },
  } as unknown as Options;
  return transformSync(source, options).code;
}

/** What is left out of a folder's files. */
export interface Without {
  readonly nodeModules?: boolean;
  readonly tests?: boolean;
}

/** Files of a folder that hold JavaScript or TypeScript. */
export function filesIn(path: string, without: Without): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const found: string[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (without.nodeModules && name === 'node_modules') continue;
      if (without.tests && /^(tests?|__tests__)$/.test(name)) continue;
      if (!name.startsWith('.')) found.push(...filesIn(join(path, name), without));
    } else if (/(?<!\.d|\.min)\.[cm]?[jt]s$/.test(name)) {
      if (!without.tests || !/\.test\.\w+$/.test(name)) found.push(join(path, name));
    }
  }
  return found;
}

/** As Node tells it: by the file's ending, else by `type` of the nearest manifest. */
export function isModule(file: string): boolean {
  const ending = extname(file);
  if (ending !== '.js') return ending !== '.cjs' && ending !== '.cts';
  return typeOfFolder(dirname(file)) === 'module';
}

const types = new Map<string, string>();

function typeOfFolder(folder: string): string {
  let type = types.get(folder);
  if (type === undefined) {
    type = ownType(folder) ?? (dirname(folder) === folder ? '' : typeOfFolder(dirname(folder)));
    types.set(folder, type);
  }
  return type;
}

function ownType(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type ?? '';
  } catch {
    return undefined;
  }
}
