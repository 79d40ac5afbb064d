import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const OUT = join(import.meta.dirname, '../.cache/bench');

/**
 * Compiles a program that plain `node` of any version runs, and returns its path. A loader that
 * compiles in the measured process would slow it down, and Node 20 strips no types. Packages stay
 * outside, so what runs is what ships.
 *
 * @param contents of the main file; imports are relative to `bench/`
 */
export async function bundle(
  name: string,
  contents: string,
  ...plugins: Plugin[]
): Promise<string> {
  const outfile = join(OUT, `${name}.mjs`);
  await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile,
    plugins,
    bundle: true,
    external: ['spanfn', '@opentelemetry/*', 'pino', 'winston', '@logtape/*'],
    ignoreAnnotations: true, // The package promises that its files only export; programs do more.
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

/** The receiver that all programs send to. */
export function bundleSink(): Promise<string> {
  return bundle('sink', "import './processes/sink.ts';");
}
