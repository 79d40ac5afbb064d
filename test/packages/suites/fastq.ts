import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'fastq@1.20.3',
  needs: ['async', 'neo-async', 'tape'],
  sources: ['queue.js'],
  testFolders: ['test'],
  runner: 'tape',
  tests: /^test\/.*\.js$/,
};
export default suite;
