import { fileURLToPath } from 'node:url';
import spanfn from 'spanfn/vite';
import { defineConfig } from 'vite';

/**
 * Builds the same program with the SWC plugin, which puts spans into the functions themselves and
 * leaves those decorators alone whose options are functions. It prints the same trees:
 *
 *     npm run example:built
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [spanfn()],
  build: { ssr: 'main.ts', outDir: '../../.cache/orders', emptyOutDir: true, target: 'node20' },
  ssr: { external: ['spanfn'] }, // As it is by itself where spanfn was installed.
});
