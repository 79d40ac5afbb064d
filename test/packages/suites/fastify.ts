import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'fastify@5.12.8',
  needs: [
    'ajv-errors',
    'ajv-formats',
    'ajv-i18n',
    'ajv-merge-patch',
    'ajv',
    'fast-json-body',
    'fastify-plugin',
    'fluent-json-schema',
    'h2url',
    'http-errors',
    'joi',
    'JSONStream',
    'node-forge',
    'proxyquire',
    'split2',
    'typebox',
    'undici',
    'vary',
    'yup',
  ],
  sources: ['fastify.js', 'lib'],
  testFolders: [],
  runner: 'node:test',
  tests: /^test\/.*\.test\.m?js$/,
};
export default suite;
