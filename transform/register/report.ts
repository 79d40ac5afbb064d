import { writeSync } from 'node:fs';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const KEY = 'spanfn.instrumented';
const NOTHING =
  'spanfn: nothing was instrumented. No file that was loaded has @spanFn or "use span", or fits the option `auto`; SPANFN_QUIET=1 silences this.\n';

/** Its first number counts the files that were instrumented, in this thread and those it starts. */
export function sharedCount(): Int32Array {
  const memory = (getEnvironmentData(KEY) as SharedArrayBuffer) ?? new SharedArrayBuffer(4);
  setEnvironmentData(KEY, memory);
  return new Int32Array(memory);
}

/** When the process ends, says so if nothing was instrumented: most likely something is set up wrong. */
export function reportNothing(instrumented: Int32Array): void {
  if (!isMainThread || process.env['SPANFN_QUIET'] === '1') return;
  process.once('exit', () => {
    if (Atomics.load(instrumented, 0) === 0) writeSync(2, NOTHING);
  });
}
