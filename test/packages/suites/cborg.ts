import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'cborg@6.1.5',
  needs: ['chai', 'ipld-garbage', 'mocha'],
  sources: ['cborg.js', 'lib'],
  testFolders: ['test'],
  runner: 'mocha',
  tests: /^test\/(test-.*|node-test-bin)\.js$/,
};
export default suite;
