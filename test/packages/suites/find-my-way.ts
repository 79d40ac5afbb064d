import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'find-my-way@9.10.1',
  needs: ['proxyquire', 'rfdc'],
  sources: ['index.js', 'lib'],
  testFolders: ['test'],
  runner: 'node:test',
  tests: /^test\/.*\.test\.js$/,
};
export default suite;
