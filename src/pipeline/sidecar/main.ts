import { BroadcastChannel, isMainThread, workerData } from 'node:worker_threads';
import { rawLog } from '../../base/raw-log.ts';
import { markInternal } from '../../dispatch/internal.ts';
import { RecordBatch } from '../batch.ts';
import { createExporter } from '../exporters/create.ts';
import { limitsOf } from '../exporters/limits.ts';
import { Outlet } from '../exporters/outlet.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { TailSampler } from '../sampling/tail.ts';
import { Control, State } from './control.ts';
import type { Answer, Call, Echo, Request, SidecarData } from './protocol.ts';
import { Sidecar } from './sidecar.ts';

/** The program of the sidecar: a worker thread of its own, which `launch.ts` starts. */
async function main({
  control: memory,
  port,
  channel,
  config,
  outlets,
  first,
}: SidecarData): Promise<void> {
  const control = new Control(memory);
  process.on('uncaughtException', (error) => rawLog(`spanfn: in the sidecar: ${error.stack}`));
  const sidecar = await open().catch((error: unknown) => control.fail(error));
  if (sidecar === undefined) return;
  sidecar.attach(first);
  const answer = (message: Answer): void => port.postMessage(message);
  const others = new BroadcastChannel(channel);
  listen();
  control.state = State.READY;
  await sidecar.run((threadId) => answer({ retired: threadId }));
  control.state = State.STOPPED;
  port.close();
  others.close();

  async function open(): Promise<Sidecar> {
    markInternal();
    const made = [];
    for (const [i, options] of config.exporters.entries()) {
      const exporter = await createExporter(options);
      const counters = new OutletCounters(outlets[i] as SharedArrayBuffer);
      made.push(new Outlet(exporter, counters, limitsOf(options)));
    }
    const { resource, tail, scheduleDelay, batchBytes } = config;
    return new Sidecar({
      control,
      outlets: made,
      makeBatch: (signal, segments) => new RecordBatch(signal, segments, resource),
      tail: tail && new TailSampler(tail),
      scheduleDelay,
      batchBytes,
    });
  }

  function listen(): void {
    port.on('message', (request: Request) => {
      if ('gone' in request) sidecar?.detach(request.gone);
      else void sidecar?.flush(request.within).then(() => answer({ flushed: request.flush }));
    });
    others.onmessage = (event) => {
      const call = (event as MessageEvent).data as Call | Echo;
      if ('attach' in call) {
        sidecar?.attach(call.attach);
        answer({ attached: call.attach });
      } else if ('flush' in call) {
        const { flush: flushed, threadId, within } = call;
        void sidecar?.flush(within).then(() => others.postMessage({ flushed, threadId }));
      }
    };
  }
}

if (!isMainThread && (workerData as SidecarData | null)?.spanfnSidecar === true) {
  void main(workerData as SidecarData);
}
