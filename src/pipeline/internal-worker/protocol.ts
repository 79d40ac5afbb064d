import type { MessagePort } from 'node:worker_threads';

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
  /** Why it could not; undefined if it could. */
  readonly failure: string | undefined;
}
