import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'avvio@9.3.1',
  needs: [],
  sources: ['index.js', 'lib'],
  testFolders: [],
  runner: 'node:test',
  tests: /^test\/.*\.test\.js$/,
};
export default suite;
