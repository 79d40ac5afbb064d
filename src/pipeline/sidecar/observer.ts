import { rawLog } from '../../base/raw-log.ts';
import type { Segment } from '../../wire/source.ts';
import type { Metric } from '../metrics/metric.ts';
import { pipelineMetrics } from '../metrics/pipeline-stats.ts';
import { SpanMetrics } from '../metrics/span-metrics.ts';
import type { OpenSpan } from '../retention/open-span.ts';
import type { RetentionSettings } from '../retention/options.ts';
import { Retention } from '../retention/retention.ts';
import { writeSnapshot } from '../retention/write-snapshot.ts';
import { type Control, type Ending, SidecarCounter } from './control.ts';
import { KEPT_COUNTERS, type PipelineCounts } from './counts.ts';

/** Sees all records before any is sampled away: keeps the latest, and counts them all. */
export class Observer {
  readonly retention: Retention;
  readonly #spanMetrics: SpanMetrics | undefined;
  readonly #settings: RetentionSettings;
  readonly #control: Control;
  readonly #counts: PipelineCounts;

  /** @param measures whether anybody will ask for `metrics` */
  constructor(
    settings: RetentionSettings,
    measures: boolean,
    control: Control,
    counts: PipelineCounts,
  ) {
    this.#spanMetrics = measures ? new SpanMetrics() : undefined;
    this.retention = new Retention(settings);
    this.#settings = settings;
    this.#control = control;
    this.#counts = counts;
  }

  see(segment: Segment): void {
    this.retention.keep(segment);
    this.#spanMetrics?.add(segment);
    const stats = this.retention.stats();
    for (const [i, name] of KEPT_COUNTERS.entries()) {
      this.#control.counters[SidecarCounter.KEPT + i] = stats[name] as number;
    }
  }

  metrics(): Metric[] {
    return [...(this.#spanMetrics?.collect() ?? []), ...pipelineMetrics(this.#counts.named())];
  }

  /**
   * Writes what is kept, and returns the path.
   *
   * @throws the error of the file system
   */
  write({ reason, error }: Ending, openSpans: readonly OpenSpan[]): string {
    const parts = { error, openSpans, counts: this.#counts.named() };
    return writeSnapshot(this.retention.snapshot(reason, parts), this.#settings.directory);
  }

  /** The same where nobody waits for the path. */
  writeAtEnd(ending: Ending, openSpans: readonly OpenSpan[]): void {
    try {
      rawLog(`spanfn: ${ending.reason}: snapshot in ${this.write(ending, openSpans)}`);
    } catch (error) {
      rawLog(`spanfn: ${ending.reason}: no snapshot: ${error}`);
    }
  }
}
