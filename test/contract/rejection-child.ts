import { record } from 'spanfn/testing';
// The program under test, compiled; only the bundle of this file knows it.
// @ts-expect-error
import * as underTest from 'under-test';
import { countRejections } from './rejection-counter.ts';

/** Prints what the process reported, and the drawn tree of what was recorded meanwhile. */
let reports: unknown;
const recording = await record(async () => {
  reports = await countRejections(new underTest.Rejecting());
});
console.log(JSON.stringify({ reports, tree: recording.tree() }));
