import { join } from 'node:path';
import rspack, { type Configuration as RspackConfiguration } from '@rspack/core';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import { rollup } from 'rollup';
import forEsbuild from 'spanfn/esbuild';
import forRolldown from 'spanfn/rolldown';
import forRollup from 'spanfn/rollup';
import forRspack from 'spanfn/rspack';
import forVite from 'spanfn/vite';
import forWebpack from 'spanfn/webpack';
import { build as vite } from 'vite';
import { build as vite8 } from 'vite8';
import webpack, { type Configuration } from 'webpack';

/** A build tool with the adapter for it. */
export interface Builder {
  readonly name: string;
  /** Whether the text of modules goes into the output as it is, so that it can be compared. */
  readonly keepsText: boolean;
  /** Bundles `main.ts` of a project into the file, with a source map; packages stay outside. */
  build(project: string, output: string): Promise<unknown>;
}

const PACKAGE = /^[a-z@]/i;
const OUTPUT = { format: 'esm', sourcemap: true, codeSplitting: false } as const;

export const BUILDERS: readonly Builder[] = [
  { name: 'Vite 7', keepsText: false, build: byVite(vite) },
  { name: 'Vite 8', keepsText: false, build: byVite(vite8 as unknown as typeof vite) },
  {
    name: 'Rollup',
    keepsText: true,
    async build(project, file) {
      const bundle = await rollup({
        input: join(project, 'main.ts'),
        external: PACKAGE,
        plugins: [forRollup()],
      });
      await bundle.write({ file, format: 'esm', sourcemap: true });
    },
  },
  {
    name: 'Rolldown',
    keepsText: false,
    async build(project, file) {
      const bundle = await rolldown({
        input: join(project, 'main.ts'),
        external: PACKAGE,
        plugins: [forRolldown()],
      });
      await bundle.write({ file, ...OUTPUT });
    },
  },
  {
    name: 'esbuild',
    keepsText: false,
    build: (project, outfile) =>
      esbuild({
        absWorkingDir: project,
        entryPoints: ['main.ts'],
        outfile,
        bundle: true,
        packages: 'external',
        format: 'esm',
        platform: 'node',
        sourcemap: true,
        logLevel: 'silent',
        plugins: [forEsbuild()],
      }),
  },
  {
    name: 'webpack',
    keepsText: true,
    build: (project, file) =>
      compiled(
        webpack({
          ...packed(project, file, { typescript: false }), // Its own compiler refuses any .tsx file.
          plugins: [forWebpack()],
        } as Configuration),
      ),
  },
  {
    name: 'Rspack',
    keepsText: true,
    build: (project, file) =>
      compiled(rspack({ ...packed(project, file), plugins: [forRspack()] } as RspackConfiguration)),
  },
];

function byVite(build: typeof vite): Builder['build'] {
  return (project, file) =>
    build({
      root: project,
      configFile: false,
      logLevel: 'error',
      plugins: [forVite()],
      build: {
        ssr: 'main.ts',
        target: 'node20', // For older targets esbuild renames classes that have a static block.
        outDir: join(file, '..'),
        sourcemap: true,
        rollupOptions: { output: { entryFileNames: 'main.mjs' } },
      },
    });
}

/** What webpack and Rspack have in common. No loader is needed: all TypeScript here concerns us. */
function packed(project: string, file: string, experiments: object = {}): object {
  return {
    context: project,
    entry: './main.ts',
    mode: 'none',
    target: 'node20',
    devtool: 'source-map',
    externals: PACKAGE,
    externalsType: 'module',
    experiments: { outputModule: true, ...experiments },
    output: {
      path: join(file, '..'),
      filename: 'main.mjs',
      module: true,
      devtoolModuleFilenameTemplate: '[absolute-resource-path]',
    },
  };
}

interface Compiler {
  run(
    done: (error: Error | null, stats?: { hasErrors(): boolean; toString(): string }) => void,
  ): void;
}

function compiled(compiler: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    (compiler as Compiler).run((error, stats) => {
      if (error === null && !stats?.hasErrors()) resolve();
      else reject(error ?? new Error(String(stats)));
    });
  });
}
