import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getEnvironmentData, isMainThread } from 'node:worker_threads';

/** The part of the runtime that is needed here. */
type Runtime = { attach(options: { yields: true }): unknown };

/**
 * In a worker thread of a program that has started spanfn, sends the spans of this thread where those
 * of the others go. What the thread says of it later, by `attach` or `start`, comes first.
 */
export function attachWorker(): void {
  if (isMainThread || getEnvironmentData('spanfn') === undefined) return;
  try {
    const { attach } = createRequire(import.meta.url)('spanfn') as Runtime;
    attach({ yields: true });
  } catch (error) {
    writeSync(2, `spanfn: this worker thread is not attached: ${error}\n`);
  }
}
