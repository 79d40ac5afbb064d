import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'bl@7.0.13',
  needs: ['tape'],
  sources: ['BufferList.js', 'BufferListStream.js'],
  testFolders: ['test'],
  runner: 'tape',
  tests: /^test\/test\.js$/,
};
export default suite;
