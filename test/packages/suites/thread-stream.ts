import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'thread-stream@4.2.1',
  needs: ['desm', 'sonic-boom', 'ts-node', 'typescript'],
  sources: ['index.js', 'lib'],
  testFolders: [],
  runner: 'node:test',
  tests: /^test\/[^/]*\.test\.m?js$/,
};
export default suite;
