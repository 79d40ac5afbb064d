import type { Suite } from '../suite.ts';

const CONFIG = `
export default {
  resolve: { alias: { '@jest/globals': 'vitest' } },
  test: {
    include: ['src/**/*.test.mjs'],
    server: { deps: { external: [/dist\\/(esm|cjs)\\/src/] } },
  },
};
`;

const suite: Suite = {
  package: 'modern-async@2.0.4',
  needs: ['itertools'],
  also: { vitest: '^4.1.12', vite: '^7.3.8' },
  sources: ['src'],
  testFolders: ['src'],
  runner: 'vitest',
  tests: /\.test\.mjs$/,
  files: { 'vitest.config.mjs': CONFIG },
};
export default suite;
