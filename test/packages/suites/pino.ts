import type { Suite } from '../suite.ts';

const suite: Suite = {
  package: 'pino@10.4.0',
  needs: [
    '@matteo.collina/tspl',
    'bole',
    'bunyan',
    'debug',
    'execa',
    'fastbench',
    'flush-write-stream',
    'import-fresh',
    'log',
    'loglevel',
    'pino-pretty',
    'proxyquire',
    'pump',
    'rimraf',
    'semver',
    'split2',
    'steed',
    'strip-ansi',
    'tape',
    'through2',
    'winston',
    'ts-node',
    'typescript',
  ],
  sources: ['pino.js', 'file.js', 'browser.js', 'lib'],
  testFolders: [],
  runner: 'node:test',
  tests: /^test\/(?!jest|types).*\.test\.m?js$/,
  without: [
    {
      what: /transport\/big\.test/,
      why: 'it writes eight million lines, and is left out in CI by its authors too',
    },
  ],
};
export default suite;
