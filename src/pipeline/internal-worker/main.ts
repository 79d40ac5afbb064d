import { isMainThread, workerData } from 'node:worker_threads';
import { markInternal } from '../../dispatch/internal.ts';
import { type Problem, problemOf } from '../sidecar/problem.ts';
import type { InternalWorkerData, Started } from './protocol.ts';
import { printRaw } from './raw-console.ts';

/** The program of an internal worker, ahead of the program's own. */
async function main({ module, data, port }: InternalWorkerData): Promise<void> {
  markInternal();
  printRaw();
  port.postMessage({ problem: await problemIn(module, data) } satisfies Started);
  port.close();
}

async function problemIn(module: string, data: unknown): Promise<Problem | undefined> {
  try {
    const { default: run } = (await import(module)) as { default: unknown };
    if (typeof run !== 'function') throw new TypeError(`${module} has no function as default`);
    await run(data);
    return undefined;
  } catch (error) {
    return problemOf(error, {
      code: 'SPANFN_WORKER_FAILED',
      cause: 'The program of an internal worker has failed at its start',
      remedy:
        'It must be a JavaScript module whose default export is a function that does not throw.',
    });
  }
}

if (!isMainThread && (workerData as InternalWorkerData | null)?.spanfnInternalWorker === true) {
  void main(workerData as InternalWorkerData);
}
