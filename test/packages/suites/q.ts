import type { Suite } from '../suite.ts';

const ADAPTER = `
const Q = require('.');
exports.resolved = Q.resolve;
exports.rejected = Q.reject;
exports.deferred = Q.defer;
`;

const suite: Suite = {
  package: 'q@1.5.1',
  needs: [],
  also: { 'promises-aplus-tests': '2.1.2' },
  sources: ['q.js'],
  runner: 'aplus',
  tests: /^aplus\.cjs$/,
  files: { 'aplus.cjs': ADAPTER },
};
export default suite;
