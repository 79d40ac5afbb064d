import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  type Transferable,
  type Worker,
} from 'node:worker_threads';
import { errorText } from '../../base/error-text.ts';
import { SpanFnError } from '../../base/errors.ts';
import { badOption, checkOptionNames } from '../../base/options.ts';
import { rawLog } from '../../base/raw-log.ts';
import { builtFile } from '../sidecar/entry.ts';
import { startThread } from '../sidecar/thread.ts';
import type { InternalWorkerData, Started } from './protocol.ts';

/** How an internal worker is started. */
export interface InternalWorkerOptions {
  /** Given to its function; must be something that `structuredClone` can clone. */
  readonly data?: unknown;
  /** What of `data` is transferred rather than cloned. */
  readonly transferList?: readonly Transferable[] | undefined;
  /** Name of the thread, for debuggers and messages; default `spanfn-internal`. */
  readonly name?: string | undefined;
  /** Milliseconds that the start may take; default 10,000. */
  readonly startTimeout?: number | undefined;
}

const OWNER = 'startInternalWorker()';
const NAMES: readonly (keyof InternalWorkerOptions)[] = [
  'data',
  'transferList',
  'name',
  'startTimeout',
];

/**
 * Starts a thread whose code is part of the telemetry, such as what forwards it: nothing in it is
 * traced, and its `console` writes straight to stderr. It holds no process up; when it fails later,
 * that is said on stderr, and its `exit` event tells.
 *
 * @param module URL or absolute path of a JavaScript module whose default export is a function; the
 * worker has started when that, given `data`, has returned or what it returned has settled
 * @throws SpanFnError `SPANFN_WORKER_FAILED` by rejection, whatever keeps it from starting;
 * `SPANFN_BAD_OPTION`
 */
export async function startInternalWorker(
  module: string | URL,
  options: InternalWorkerOptions = {},
): Promise<Worker> {
  checkOptionNames(options, NAMES, OWNER);
  const { data, transferList = [], name = 'spanfn-internal', startTimeout = 10_000 } = options;
  if (!(startTimeout > 0)) throw badOption(OWNER, 'startTimeout', startTimeout, 'above 0');
  const url = urlOf(module);
  const entry = builtFile('internal-worker/main.js', {
    code: 'SPANFN_WORKER_FAILED',
    cause: 'The program that internal workers begin with is not there',
  });
  const { port1, port2 } = new MessageChannel();
  const sent: InternalWorkerData = { spanfnInternalWorker: true, module: url, data, port: port2 };
  try {
    const worker = startThread(entry, name, sent, [port2, ...transferList]);
    await started(worker, port1, url, startTimeout);
    worker.on('error', (error) => rawLog(`spanfn: the worker ${name} has failed: ${error}`));
    worker.unref();
    return worker;
  } catch (error) {
    throw error instanceof SpanFnError ? error : failed(url, errorText(error));
  } finally {
    port1.close();
  }
}

function urlOf(module: string | URL): string {
  const text = String(module);
  if (isAbsolute(text)) return pathToFileURL(text).href;
  if (URL.canParse(text)) return text;
  throw badOption(OWNER, 'module', module, 'a URL or an absolute path');
}

/** Rejects if it cannot start, and ends it then. */
async function started(
  worker: Worker,
  port: MessagePort,
  url: string,
  timeout: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(failed(url, `nothing within ${timeout} ms`)), timeout);
      const hear = ({ failure }: Started): void => {
        if (failure === undefined) resolve();
        else reject(failed(url, failure));
      };
      port.once('message', hear);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        const said = receiveMessageOnPort(port); // It may have done all it had to do.
        if (said !== undefined) hear(said.message);
        else reject(failed(url, `it has ended, with code ${code}`));
      });
    });
  } catch (error) {
    void worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function failed(url: string, why: string): SpanFnError {
  return new SpanFnError('SPANFN_WORKER_FAILED', {
    value: url,
    cause: `An internal worker could not start: ${why}`,
    remedy: 'Its module must be JavaScript, with a function that does not throw as default export.',
  });
}
