import { BroadcastChannel, isMainThread, workerData } from 'node:worker_threads';
import { rawLog } from '../../base/raw-log.ts';
import { markInternal } from '../../dispatch/internal.ts';
import { RecordBatch } from '../batch.ts';
import { type EndpointServer, serveEndpoints } from '../endpoints/server.ts';
import { createExporter } from '../exporters/create.ts';
import { limitsOf } from '../exporters/limits.ts';
import { Outlet } from '../exporters/outlet.ts';
import { OutletCounters } from '../exporters/outlet-counters.ts';
import { TailSampler } from '../sampling/tail.ts';
import { Control, State } from './control.ts';
import { PipelineCounts } from './counts.ts';
import type { Done, Errand } from './errands.ts';
import { Observer } from './observer.ts';
import { problemOf } from './problem.ts';
import type { Answer, Call, Echo, Request, SidecarConfig, SidecarData } from './protocol.ts';
import { Sidecar } from './sidecar.ts';

/** What runs in the sidecar. */
interface Opened {
  readonly sidecar: Sidecar;
  readonly counts: PipelineCounts;
  readonly server: EndpointServer | undefined;
}

/** The program of the sidecar: a worker thread of its own, which `launch.ts` starts. */
async function main(data: SidecarData): Promise<void> {
  const control = new Control(data.control);
  process.on('uncaughtException', (error) => rawLog(`spanfn: in the sidecar: ${error.stack}`));
  const opened = await open(data, control).catch((error: unknown) => control.fail(error));
  if (opened === undefined) return;
  const { sidecar, counts, server } = opened;
  const others = new BroadcastChannel(data.channel);
  hearStarter(data, sidecar);
  hearOthers(others, data, opened);
  control.ready({ url: server?.url });
  await sidecar.run((threadId) => {
    counts.remove(threadId);
    data.port.postMessage({ retired: threadId } satisfies Answer);
  });
  others.postMessage({ over: true } satisfies Echo);
  await server?.close();
  control.state = State.STOPPED;
  data.port.close();
  others.close();
}

async function open(data: SidecarData, control: Control): Promise<Opened> {
  markInternal();
  const { config, outlets, first } = data;
  const { resource, tail, retention, endpoints, scheduleDelay, batchBytes } = config;
  const counts = new PipelineCounts(control, config, outlets);
  const observer = retention && new Observer(retention, endpoints !== undefined, control, counts);
  const sidecar = new Sidecar({
    control,
    outlets: await openOutlets(data),
    makeBatch: (signal, segments) => new RecordBatch(signal, segments, resource),
    tail: tail && new TailSampler(tail),
    observer,
    scheduleDelay,
    batchBytes,
  });
  sidecar.attach(first);
  counts.add(first);
  const server = observer && (await serve(config, sidecar, observer));
  return { sidecar, counts, server };
}

async function openOutlets({ config, outlets }: SidecarData): Promise<Outlet[]> {
  const made = [];
  for (const [i, options] of config.exporters.entries()) {
    const exporter = await createExporter(options);
    const counters = new OutletCounters(outlets[i] as SharedArrayBuffer);
    made.push(new Outlet(exporter, counters, limitsOf(options)));
  }
  return made;
}

async function serve(
  { endpoints, resource }: SidecarConfig,
  sidecar: Sidecar,
  observer: Observer,
): Promise<EndpointServer | undefined> {
  if (endpoints === undefined) return undefined;
  const { spans, logs } = observer.retention;
  return serveEndpoints(endpoints, {
    spans,
    logs,
    resource,
    metrics: () => observer.metrics(),
    openSpans: () => sidecar.openSpans(),
    refresh: () => sidecar.refresh(),
    startTime: BigInt(Date.now()) * 1_000_000n,
  });
}

function hearStarter({ port }: SidecarData, sidecar: Sidecar): void {
  port.on('message', (request: Request) => {
    if ('gone' in request) {
      sidecar.detach(request.gone);
      return;
    }
    const { number, errand } = request;
    void run(errand, sidecar).then((done) => {
      port.postMessage({ number, done } satisfies Answer);
    });
  });
}

function hearOthers(
  others: BroadcastChannel,
  { port }: SidecarData,
  { sidecar, counts }: Opened,
): void {
  others.onmessage = (event) => {
    const call = (event as MessageEvent).data as Call | Echo;
    if ('attach' in call) {
      sidecar.attach(call.attach);
      counts.add(call.attach);
      port.postMessage({ attached: call.attach } satisfies Answer);
    } else if ('asked' in call) {
      const { threadId } = call;
      const { number, errand } = call.asked;
      void run(errand, sidecar).then((done) => {
        others.postMessage({ number, done, threadId } satisfies Echo);
      });
    }
  };
}

async function run(errand: Errand, sidecar: Sidecar): Promise<Done> {
  if ('flush' in errand) {
    await sidecar.flush(errand.flush);
    return {};
  }
  try {
    return { path: sidecar.snapshot(errand.snapshot) };
  } catch (error) {
    return {
      problem: problemOf(error, {
        code: 'SPANFN_SNAPSHOT_FAILED',
        cause: 'The snapshot cannot be written',
        remedy: 'Give a `directory` of `retention` in which this process can make files.',
      }),
    };
  }
}

if (!isMainThread && (workerData as SidecarData | null)?.spanfnSidecar === true) {
  void main(workerData as SidecarData);
}
