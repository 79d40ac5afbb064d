import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'light-my-request@6.8.1',
  needs: [
    '@fastify/ajv-compiler',
    'end-of-stream',
    'express',
    'form-auto-content',
    'form-data',
    'formdata-node',
    'multer',
    'undici',
  ],
  sources: ['index.js', 'lib'],
  testFolders: ['test'],
  runner: 'node:test',
  tests: /^test\/.*\.test\.js$/,
};
export default suite;
