import { rawLog } from '../base/raw-log.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { layers } from '../dispatch/layers.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import type { Sink } from '../dispatch/sink.ts';
import { OpenSpanTable } from '../wire/open-span-table.ts';
import { RecordWriter } from '../wire/record-writer.ts';
import { crashOf, watchForCrash } from './crash.ts';
import { type PipelineSettings, warn } from './options.ts';
import { detectResource } from './resource/detect.ts';
import type { SamplerOptions } from './sampling/options.ts';
import type { Ending } from './sidecar/control.ts';
import { SidecarHandle } from './sidecar/launch.ts';
import { FLUSH_WITHIN, type Invitation } from './sidecar/protocol.ts';
import { listenToSignals } from './signals.ts';
import { threadSink } from './thread-sink.ts';

const DELIVERED_AT: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];

/** Those whose sidecar runs. */
const running = new Set<Pipeline>();

/**
 * Sends spans and log events to the sidecar: through `sink`, past all fences. Beside it stands the user's own
 * dispatcher, if there is one.
 */
export class Pipeline implements Dispatcher {
  readonly sink: Sink;
  readonly spanBegin?: (span: ReadableSpan) => void;
  readonly spanEnd?: (span: ReadableSpan) => void;
  readonly event?: (event: ReadableEvent) => void;
  readonly #sidecar: SidecarHandle;
  readonly #beside: Dispatcher;
  readonly #exitTimeout: number;
  readonly #onCrash: boolean;
  readonly #letSignals: () => void;
  readonly #unwatch: () => void;

  /** @throws SpanFnError if the sidecar cannot start */
  constructor(
    settings: PipelineSettings,
    dispatcher: Dispatcher | undefined,
    forThreads: Pick<Invitation, 'filter' | 'redact'>,
  ) {
    const beside = dispatcher === undefined ? {} : layers({ dispatcher });
    this.#beside = beside;
    this.#exitTimeout = settings.exitTimeout;
    this.#onCrash = settings.retention?.onCrash === true;
    const openSpans = settings.retention === undefined ? undefined : new OpenSpanTable();
    this.#sidecar = launch(settings, openSpans?.memory);
    this.#sidecar.invite({
      ...forThreads,
      sampler: portable(settings.sampler),
      capacityBytes: settings.capacityBytes,
      showsOpenSpans: openSpans !== undefined,
    });
    this.sink = threadSink(new RecordWriter(this.#sidecar.ring), openSpans);
    if (beside.spanBegin !== undefined) this.spanBegin = (span) => beside.spanBegin?.(span);
    if (beside.spanEnd !== undefined) this.spanEnd = (span) => beside.spanEnd?.(span);
    if (beside.event !== undefined) this.event = (event) => beside.event?.(event);
    this.#letSignals = this.#listen(settings);
    this.#unwatch = this.#onCrash ? watchForCrash() : () => {};
    running.add(this);
  }

  /** Of the endpoints, if there are any. */
  get url(): string | undefined {
    return this.#sidecar.readiness.url;
  }

  stats(): Record<string, number> {
    return { ...this.#beside.stats?.(), ...this.#sidecar.stats() };
  }

  async flush(): Promise<void> {
    await Promise.all([this.#beside.flush?.(), this.#sidecar.errands.flush(FLUSH_WITHIN)]);
  }

  /** @throws SpanFnError `SPANFN_SNAPSHOT_FAILED` */
  snapshot(reason: string): Promise<string> {
    return this.#sidecar.errands.snapshot(reason);
  }

  async close(): Promise<void> {
    running.delete(this);
    this.#letSignals();
    this.#unwatch();
    await Promise.all([this.#beside.close?.(), this.#sidecar.stop(this.#exitTimeout)]);
    this.#report();
  }

  /** At the end of the process: blocks until the last span is exported, or time is up. */
  closeBlocking(ending?: Ending): void {
    if (!running.delete(this)) return;
    this.#sidecar.stopBlocking(this.#exitTimeout, ending);
    this.#report();
  }

  /** The same when the process exits by itself. */
  closeAtExit(exitCode: number): void {
    this.closeBlocking(this.#onCrash ? crashOf(exitCode) : undefined);
  }

  #listen({ signals, retention }: PipelineSettings): () => void {
    const chosen = retention?.signal;
    return listenToSignals({
      signals: [...new Set([...(signals ? DELIVERED_AT : []), ...(chosen ? [chosen] : [])])],
      ends: (signal) =>
        this.closeBlocking(signal === chosen ? { reason: signal, error: undefined } : undefined),
      passes: (signal) => {
        if (signal === chosen) void this.#snapshotAt(signal);
      },
    });
  }

  async #snapshotAt(signal: NodeJS.Signals): Promise<void> {
    await this.snapshot(signal).then(
      (path) => rawLog(`spanfn: ${signal}: snapshot in ${path}`),
      (error) => rawLog(`spanfn: ${signal}: no snapshot: ${error}`),
    );
  }

  /** What was lost is said once, at the end. */
  #report(): void {
    const losses = Object.entries(this.#sidecar.counts.losses());
    if (losses.length === 0) return;
    const text = losses.map(([name, count]) => `${count} ${name}`).join(', ');
    rawLog(`spanfn: not everything was exported: ${text}`);
  }
}

/** Closes all that are running, since the process exits. */
export function closePipelines(exitCode: number): void {
  for (const pipeline of running) pipeline.closeAtExit(exitCode);
}

function launch(
  settings: PipelineSettings,
  openSpans: SharedArrayBuffer | undefined,
): SidecarHandle {
  const { exporters, scheduleDelay, batchBytes, tail, retention, endpoints } = settings;
  const resource = detectResource(process.env, settings.resource, warn);
  const config = { exporters, scheduleDelay, batchBytes, tail, retention, endpoints, resource };
  return new SidecarHandle(config, settings.capacityBytes, openSpans);
}

/** A function stays in its thread. */
function portable(sampler: SamplerOptions | undefined): SamplerOptions | undefined {
  try {
    return structuredClone(sampler);
  } catch {
    return undefined;
  }
}
