import { type Transferable, Worker } from 'node:worker_threads';

/**
 * Starts a thread of spanfn's own, with no loader of the program's: they may be slow, and must not
 * see our own code.
 */
export function startThread(
  entry: string,
  name: string,
  workerData: unknown,
  transferList: Transferable[],
): Worker {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Worker(entry, { name, workerData, transferList, execArgv: [], env, stdin: false });
}
