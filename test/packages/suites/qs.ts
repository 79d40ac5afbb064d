import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'qs@6.17.1',
  needs: [
    'es-value-fixtures',
    'for-each',
    'has-bigints',
    'has-override-mistake',
    'has-property-descriptors',
    'has-proto',
    'has-symbols',
    'iconv-lite',
    'mock-property',
    'object-inspect',
    'qs-iconv',
    'safer-buffer',
  ],
  also: { tape: '^5.9.0' },
  sources: ['lib'],
  testFolders: ['test'],
  runner: 'tape',
  tests: /^test\/(parse|stringify|utils)\.js$/,
};
export default suite;
