import type { Suite } from '../suite.ts';

const CONFIG = `
const source = (path) => new URL('src/' + path, import.meta.url).pathname;
export default {
  resolve: {
    conditions: ['@zod/source'],
    alias: [
      { find: /^zod$/, replacement: source('index.ts') },
      { find: /^zod\\/((v3|v4|v4-mini|mini|locales|v4\\/core|v4\\/mini|v4\\/locales))$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    // They bundle or read the text of zod's own sources.
    exclude: ['**/treeshake.test.ts', '**/polyfill-collision.test.ts', '**/parity.test.ts'],
    server: { deps: { external: [/dist\\/(esm|cjs)\\/src/] } },
  },
};
`;

const suite: Suite = {
  package: 'zod@4.6.7',
  needs: [],
  also: { vitest: '^4.1.12', vite: '^7.3.8' },
  sources: ['src'],
  testFolders: ['src'],
  runner: 'vitest',
  tests: /\.test\.ts$/,
  files: { 'vitest.config.mjs': CONFIG },
};
export default suite;
