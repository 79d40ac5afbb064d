import { isMainThread, workerData } from 'node:worker_threads';
import { errorText } from '../../base/error-text.ts';
import { markInternal } from '../../dispatch/internal.ts';
import type { InternalWorkerData, Started } from './protocol.ts';
import { printRaw } from './raw-console.ts';

/** The program of an internal worker, ahead of the program's own. */
async function main({ module, data, port }: InternalWorkerData): Promise<void> {
  markInternal();
  printRaw();
  port.postMessage({ failure: await failureOf(module, data) } satisfies Started);
  port.close();
}

async function failureOf(module: string, data: unknown): Promise<string | undefined> {
  try {
    const { default: run } = (await import(module)) as { default: unknown };
    if (typeof run !== 'function') return 'its module has no function as default export';
    await run(data);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

if (!isMainThread && (workerData as InternalWorkerData | null)?.spanfnInternalWorker === true) {
  void main(workerData as InternalWorkerData);
}
