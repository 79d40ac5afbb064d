import type { Suite } from '../suite.ts';

const ADAPTER = `
const Promise = require('.');
exports.deferred = () => Promise.defer();
exports.resolved = Promise.resolve;
exports.rejected = Promise.reject;
`;

const suite: Suite = {
  package: 'bluebird@3.7.2',
  needs: [],
  also: { 'promises-aplus-tests': '2.1.2' },
  sources: ['js/release'],
  runner: 'aplus',
  tests: /^aplus\.cjs$/,
  files: { 'aplus.cjs': ADAPTER },
};
export default suite;
