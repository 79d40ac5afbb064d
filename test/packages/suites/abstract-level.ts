import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'abstract-level@3.1.1',
  needs: ['tape'],
  sources: [
    'index.js',
    'abstract-chained-batch.js',
    'abstract-iterator.js',
    'abstract-level.js',
    'abstract-snapshot.js',
    'lib',
  ],
  testFolders: ['test'],
  runner: 'tape',
  tests: /^test\/self\.js$/,
};
export default suite;
