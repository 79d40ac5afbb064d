import type { MessagePort } from 'node:worker_threads';
import type { Problem } from '../sidecar/problem.ts';

/** `workerData` of an internal worker. */
export interface InternalWorkerData {
  readonly spanfnInternalWorker: true;
  /** URL of the program. */
  readonly module: string;
  /** What its function is given. */
  readonly data: unknown;
  /** On which it says once how the start went. */
  readonly port: MessagePort;
}

/** How the start went. */
export interface Started {
  readonly problem: Problem | undefined;
}
