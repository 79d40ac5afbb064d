import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Swc from '@swc/core';
import asc from 'assemblyscript/asc';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, '.cache/swc');
const PLUGIN = 'test/schema/dump/plugin.ts';

export type { Swc };

/** A source text and how to parse it. */
export interface Source {
  readonly path: string;
  readonly code: string;
  readonly parser: Swc.ParserConfig;
  readonly isModule: boolean;
}

/** Before all other passes the program is what the parser made; in the default order it has no types. */
export type Order = 'first' | 'default';

/** The @swc/core of the project's own dependencies. */
export function installedSwc(): typeof Swc {
  return createRequire(import.meta.url)('@swc/core');
}

/** Any published version, fetched once. */
export function publishedSwc(version: string): typeof Swc {
  const folder = join(CACHE, version);
  if (!existsSync(join(folder, 'node_modules/@swc/core'))) {
    mkdirSync(folder, { recursive: true });
    execFileSync(
      'npm',
      ['i', '--prefix', folder, '--no-audit', '--no-fund', '--no-save', `@swc/core@${version}`],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  return createRequire(join(folder, 'any.js'))('@swc/core');
}

/** Compiles the plugin that dumps what it is handed; returns the path of the wasm. */
export async function dumpPlugin(): Promise<string> {
  const wasm = join(CACHE, 'dump.wasm');
  if (existsSync(wasm) && statSync(wasm).mtimeMs > statSync(join(ROOT, PLUGIN)).mtimeMs)
    return wasm;
  const options = [
    '-O3',
    '--runtime',
    'stub',
    '--use',
    `abort=${PLUGIN.replace('.ts', '')}/onAbort`,
  ];
  const { error, stderr } = await asc.main([PLUGIN, '--baseDir', ROOT, '-o', wasm, ...options]);
  if (error !== null) throw new Error(stderr.toString());
  return wasm;
}

/** The bytes of the program as a plugin gets them, followed by up to two zeros. */
export function serialised(swc: typeof Swc, plugin: string, source: Source, order: Order): Buffer {
  const { code } = swc.transformSync(source.code, {
    filename: source.path,
    swcrc: false,
    configFile: false,
    isModule: source.isModule,
    jsc: {
      target: 'esnext',
      parser: source.parser,
      experimental: {
        cacheRoot: join(CACHE, 'plugins'),
        plugins: [[plugin, {}]],
        ...(order === 'first' && { runPluginFirst: true }),
      },
    },
  });
  const text = /"([A-Za-z0-9+/]*)"/.exec(code)?.[1];
  if (text === undefined) throw new Error('the plugin has not run');
  return Buffer.from(text, 'base64');
}

/** The same program as the parser prints it. */
export function parsed(swc: typeof Swc, source: Source): Swc.Program {
  const options = { ...source.parser, target: 'esnext', isModule: source.isModule } as const;
  return swc.parseSync(source.code, options as Swc.ParseOptions) as Swc.Program;
}
