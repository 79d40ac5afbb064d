import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'fast-json-stringify@7.3.6',
  needs: ['typebox', 'webpack'],
  sources: ['index.js', 'lib'],
  testFolders: ['test'],
  runner: 'node:test',
  tests: /^test\/.*\.test\.js$/,
};
export default suite;
