import { rawLog } from '../base/raw-log.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { layers } from '../dispatch/layers.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import type { SpanSink } from '../dispatch/span-sink.ts';
import { RecordWriter } from '../wire/record-writer.ts';
import { SpanWriter } from '../wire/span-writer.ts';
import { type PipelineSettings, warn } from './options.ts';
import { detectResource } from './resource/detect.ts';
import type { SamplerOptions } from './sampling/options.ts';
import { SidecarHandle } from './sidecar/launch.ts';
import { FLUSH_WITHIN, type Invitation } from './sidecar/protocol.ts';
import { beforeSignalsEnd } from './signals.ts';

/** Those whose sidecar runs. */
const running = new Set<Pipeline>();

/**
 * Sends spans to the sidecar: through `sink`, past all fences. Beside it stands the user's own
 * dispatcher, if there is one.
 */
export class Pipeline implements Dispatcher {
  readonly sink: SpanSink;
  readonly spanBegin?: (span: ReadableSpan) => void;
  readonly spanEnd?: (span: ReadableSpan) => void;
  readonly #sidecar: SidecarHandle;
  readonly #beside: Dispatcher;
  readonly #exitTimeout: number;
  readonly #letSignals: () => void;

  /** @throws SpanFnError if the sidecar cannot start */
  constructor(
    settings: PipelineSettings,
    dispatcher: Dispatcher | undefined,
    forThreads: Pick<Invitation, 'filter' | 'redact'>,
  ) {
    const { exporters, scheduleDelay, batchBytes, tail } = settings;
    const { capacityBytes, exitTimeout, signals } = settings;
    const beside = dispatcher === undefined ? {} : layers({ dispatcher });
    this.#beside = beside;
    this.#exitTimeout = exitTimeout;
    const resource = detectResource(process.env, settings.resource, warn);
    const config = { exporters, scheduleDelay, batchBytes, tail, resource };
    this.#sidecar = new SidecarHandle(config, capacityBytes);
    this.#sidecar.invite({ ...forThreads, sampler: portable(settings.sampler), capacityBytes });
    this.sink = new SpanWriter(new RecordWriter(this.#sidecar.ring));
    if (beside.spanBegin !== undefined) this.spanBegin = (span) => beside.spanBegin?.(span);
    if (beside.spanEnd !== undefined) this.spanEnd = (span) => beside.spanEnd?.(span);
    this.#letSignals = signals ? beforeSignalsEnd(() => this.closeBlocking()) : () => {};
    running.add(this);
  }

  stats(): Record<string, number> {
    return { ...this.#beside.stats?.(), ...this.#sidecar.stats() };
  }

  async flush(): Promise<void> {
    await Promise.all([this.#beside.flush?.(), this.#sidecar.flush(FLUSH_WITHIN)]);
  }

  async close(): Promise<void> {
    running.delete(this);
    this.#letSignals();
    await Promise.all([this.#beside.close?.(), this.#sidecar.stop(this.#exitTimeout)]);
    this.#report();
  }

  /** At the end of the process: blocks until the last span is exported, or time is up. */
  closeBlocking(): void {
    if (!running.delete(this)) return;
    this.#sidecar.stopBlocking(this.#exitTimeout);
    this.#report();
  }

  /** What was lost is said once, at the end. */
  #report(): void {
    const losses = Object.entries(this.#sidecar.counts.losses());
    if (losses.length === 0) return;
    const text = losses.map(([name, count]) => `${count} ${name}`).join(', ');
    rawLog(`spanfn: not everything was exported: ${text}`);
  }
}

/** Closes all that are running. */
export function closePipelines(): void {
  for (const pipeline of running) pipeline.closeBlocking();
}

/** A function stays in its thread. */
function portable(sampler: SamplerOptions | undefined): SamplerOptions | undefined {
  try {
    return structuredClone(sampler);
  } catch {
    return undefined;
  }
}
