import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests import the package by name: its source here, what is built with SPANFN_UNDER_TEST=dist. */
const alias =
  process.env.SPANFN_UNDER_TEST === 'dist'
    ? []
    : [
        { find: /^spanfn$/, replacement: source('src/index.ts') },
        { find: /^spanfn\/(vitest|jest)$/, replacement: `${source('src/testing')}/$1.ts` },
        {
          find: /^spanfn\/(vite|rollup|rolldown|webpack|rspack|esbuild)$/,
          replacement: `${source('transform/adapters')}/$1.ts`,
        },
        {
          find: /^spanfn\/bridges\/(console|pino|winston|otel)$/,
          replacement: `${source('src/bridges')}/$1/index.ts`,
        },
        { find: /^spanfn\/(abi|testing)$/, replacement: `${source('src')}/$1/index.ts` },
      ];

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/recipes/*/**'], // Projects of their own, which run where they are installed.
    testTimeout: 30_000,
  },
});
