import { badOption } from '../base/options.ts';
import { checkExporters, type ExporterOptions } from './exporters/options.ts';

/** What `start` is told of the way from this process to elsewhere. */
export interface PipelineOptions {
  /** Where finished spans and log events are sent, by a worker thread; several at once. */
  readonly exporters?: readonly (ExporterOptions | ExporterOptions['type'])[] | undefined;
  /** Spans that may wait in this thread, at 128 bytes each; default 8192. */
  readonly capacity?: number | undefined;
  /** Milliseconds after which spans are exported, however few; default 1000. */
  readonly scheduleDelay?: number | undefined;
  /** Milliseconds that the end of the process may wait for the last export; default 2000. */
  readonly exitTimeout?: number | undefined;
  /** Whether SIGTERM and SIGINT wait for the last export before they end the process; default yes. */
  readonly signals?: boolean | undefined;
}

/** Names of `PipelineOptions`. */
export const PIPELINE_OPTIONS: readonly (keyof PipelineOptions)[] = [
  'exporters',
  'capacity',
  'scheduleDelay',
  'exitTimeout',
  'signals',
];

/** `PipelineOptions`, checked and complete. */
export interface PipelineSettings {
  readonly exporters: readonly ExporterOptions[];
  readonly capacityBytes: number;
  readonly scheduleDelay: number;
  readonly exitTimeout: number;
  readonly signals: boolean;
}

const OWNER = 'start()';
const BYTES_PER_SPAN = 128;
/** A ring must hold a few records of any size. */
const SMALLEST_RING = 4096;
const MOST_SPANS = 1 << 22;

/**
 * The settings of the pipeline; undefined where nothing is to be exported.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkPipeline(options: PipelineOptions): PipelineSettings | undefined {
  const { capacity = 8192, scheduleDelay = 1000, exitTimeout = 2000, signals = true } = options;
  const exporters = checkExporters(options.exporters ?? []);
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MOST_SPANS) {
    throw badOption(OWNER, 'capacity', capacity, `a whole number from 1 to ${MOST_SPANS}`);
  }
  checkMilliseconds('scheduleDelay', scheduleDelay);
  checkMilliseconds('exitTimeout', exitTimeout);
  if (typeof signals !== 'boolean') throw badOption(OWNER, 'signals', signals, 'true or false');
  if (exporters.length === 0) return undefined;
  const capacityBytes = Math.max(capacity * BYTES_PER_SPAN, SMALLEST_RING);
  return { exporters, capacityBytes, scheduleDelay, exitTimeout, signals };
}

function checkMilliseconds(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0 && value <= 3_600_000) return;
  throw badOption(OWNER, name, value, 'a number of milliseconds above 0, at most an hour');
}
