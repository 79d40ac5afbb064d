/** Buffers of log events, sinks of one context, internal workers. Compiled, never run. */
import type { Worker } from 'node:worker_threads';
import {
  type Batch,
  type Dispatcher,
  LogBuffer,
  type Logger,
  rawLog,
  startInternalWorker,
  withDispatcher,
} from 'spanfn';
import { claim, type Same } from '../same.ts';

const buffer = new LogBuffer({
  maxBytes: 1024,
  whenFull: 'drop',
  scheduleDelay: 100,
  deliver: async (batch: Batch) => fetch('http://localhost', { body: batch.json() }),
});
export const own: Logger = buffer.logger('parser', { 'node.id': 1 });
export const dispatcher: Dispatcher = buffer;
const batch = buffer.drain();
claim<Same<typeof batch, Batch>>();
const result = withDispatcher(buffer, async () => 5, { only: 'events', filter: 'warn' });
claim<Same<typeof result, Promise<number>>>();
export const guard: Disposable = withDispatcher(buffer, { only: 'events' });
const worker = startInternalWorker(new URL('file:///a.js'), { data: 5, name: 'own' });
claim<Same<typeof worker, Promise<Worker>>>();
rawLog('text');

// @ts-expect-error there is no such way
new LogBuffer({ whenFull: 'wait' });
// @ts-expect-error of events alone, not of spans
withDispatcher(buffer, () => {}, { only: 'spans' });
// @ts-expect-error a name is wanted
buffer.logger();
// @ts-expect-error it only tells how many
buffer.byteLength = 0;
