import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The fuzzer as one file that plain `node` of any version runs. The runtime under test is the
 * source, or with SPANFN_UNDER_TEST=dist what is built from it.
 */
export async function buildFuzzer(): Promise<string> {
  const outfile = join(ROOT, '.cache/fuzz/main.mjs');
  const isDist = process.env['SPANFN_UNDER_TEST'] === 'dist';
  await build({
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile,
    bundle: true,
    external: ['@swc/core', ...(isDist ? ['spanfn'] : [])],
    alias: isDist
      ? {}
      : {
          spanfn: join(ROOT, 'src/index.ts'),
          'spanfn/abi': join(ROOT, 'src/abi/index.ts'),
          'spanfn/testing': join(ROOT, 'src/testing/index.ts'),
        },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}
