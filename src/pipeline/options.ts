import { badOption, withoutUndefined } from '../base/options.ts';
import { rawLog } from '../base/raw-log.ts';
import {
  checkEndpointOptions,
  type EndpointOptions,
  type EndpointSettings,
} from './endpoints/options.ts';
import { type EnvironmentOptions, readEnvironment } from './environment/environment.ts';
import { SIGNALS } from './exporters/exporter.ts';
import {
  checkExporters,
  type ExporterOptions,
  isSent,
  type SentOptions,
} from './exporters/options.ts';
import type { OtlpOptions } from './exporters/otlp-options.ts';
import { checkResourceOptions, type ResourceOptions } from './resource/options.ts';
import {
  checkRetentionOptions,
  type RetentionOptions,
  type RetentionSettings,
} from './retention/options.ts';
import { checkSamplerOptions, type SamplerOptions } from './sampling/options.ts';
import { checkTailOptions, type TailOptions, type TailSettings } from './sampling/tail-options.ts';

/** What `start` is told of the way from this process to elsewhere. */
export interface PipelineOptions {
  /**
   * Where finished spans go, several at once: sent by a worker thread, but for `console`. Default:
   * what the variables `OTEL_TRACES_EXPORTER` and `OTEL_EXPORTER_OTLP_…` ask for, else nowhere.
   */
  readonly exporters?: readonly (ExporterOptions | ExporterOptions['type'])[] | undefined;
  /** Which traces are recorded at all; default `OTEL_TRACES_SAMPLER`, else what the caller decided. */
  readonly sampler?: SamplerOptions | undefined;
  /** Which traces are exported, decided when they have ended; default all that are recorded. */
  readonly tail?: TailOptions | undefined;
  /** Serves what is recorded over HTTP, also while this thread is blocked; default no. */
  readonly endpoints?: EndpointOptions | undefined;
  /** What is kept for `endpoints` and snapshots; default nothing, or 10,000 of each for those. */
  readonly retention?: RetentionOptions | undefined;
  /** What the telemetry comes from; default what is detected, and `OTEL_RESOURCE_ATTRIBUTES`. */
  readonly resource?: ResourceOptions | undefined;
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
  'sampler',
  'tail',
  'endpoints',
  'retention',
  'resource',
  'capacity',
  'scheduleDelay',
  'exitTimeout',
  'signals',
];

/** `PipelineOptions`, checked and complete. */
export interface PipelineSettings {
  /** Nothing is to be recorded. */
  readonly disabled: boolean;
  /** Traces are printed in this thread. */
  readonly console: boolean;
  /** Those that the sidecar runs. */
  readonly exporters: readonly SentOptions[];
  /** Undefined: nobody has said anything of it. */
  readonly sampler: SamplerOptions | undefined;
  readonly tail: TailSettings | undefined;
  readonly endpoints: EndpointSettings | undefined;
  /** Undefined only without endpoints. */
  readonly retention: RetentionSettings | undefined;
  readonly resource: ResourceOptions;
  readonly capacityBytes: number;
  readonly batchBytes: number;
  readonly scheduleDelay: number;
  readonly exitTimeout: number;
  readonly signals: boolean;
}

const OWNER = 'start()';
const BYTES_PER_SPAN = 128;
/** A ring must hold a few records of any size. */
const SMALLEST_RING = 4096;
const MOST_SPANS = 1 << 22;
/** Records are exported at once when there are so many bytes of them. */
const BATCH_BYTES = 512 * 1024;

/**
 * Completes the options: what is said in code comes before the environment, and that before
 * defaults.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkPipeline(options: PipelineOptions): PipelineSettings {
  const environment = readEnvironment(process.env, warn);
  const { schedule } = environment;
  const { capacity = schedule.maxQueueSize ?? 8192, exitTimeout = 2000, signals = true } = options;
  const { scheduleDelay = schedule.delay ?? 1000 } = options;
  checkCapacity(capacity);
  checkMilliseconds('scheduleDelay', scheduleDelay);
  checkMilliseconds('exitTimeout', exitTimeout);
  if (typeof signals !== 'boolean') throw badOption(OWNER, 'signals', signals, 'true or false');
  const exporters = exportersOf(options, environment);
  const sampler = options.sampler ?? environment.sampler;
  return {
    disabled: environment.disabled,
    console: exporters.some(({ type }) => type === 'console'),
    exporters: exporters.filter(isSent),
    sampler: sampler === undefined ? undefined : checkSamplerOptions(sampler),
    tail: options.tail === undefined ? undefined : checkTailOptions(options.tail),
    ...keptAndServed(options),
    resource: checkResourceOptions(options.resource ?? {}),
    capacityBytes: Math.max(capacity * BYTES_PER_SPAN, SMALLEST_RING),
    batchBytes: (schedule.maxBatchSize ?? BATCH_BYTES / BYTES_PER_SPAN) * BYTES_PER_SPAN,
    scheduleDelay,
    exitTimeout,
    signals,
  };
}

/** What is served has to be kept. */
function keptAndServed({
  endpoints,
  retention = endpoints && {},
}: PipelineOptions): Pick<PipelineSettings, 'endpoints' | 'retention'> {
  return {
    endpoints: endpoints === undefined ? undefined : checkEndpointOptions(endpoints),
    retention: retention === undefined ? undefined : checkRetentionOptions(retention),
  };
}

/** Whether there is anything for a sidecar to do. */
export function needsSidecar({ exporters, retention }: PipelineSettings): boolean {
  return exporters.length > 0 || retention !== undefined;
}

function exportersOf(
  { exporters }: PipelineOptions,
  environment: EnvironmentOptions,
): readonly ExporterOptions[] {
  if (environment.disabled) return [];
  if (exporters !== undefined) {
    return checkExporters(exporters).flatMap((one) => addressed(one, environment));
  }
  const timeout = environment.schedule.exportTimeout;
  const asked = checkExporters(environment.exporters ?? []);
  return asked.map((one) => (isSent(one) && timeout !== undefined ? { timeout, ...one } : one));
}

/** OTLP without an address in code goes where the environment says, and how, but for what code says. */
function addressed(
  given: ExporterOptions,
  environment: EnvironmentOptions,
): readonly ExporterOptions[] {
  if (given.type !== 'otlp' || [given.url, given.tracesUrl, given.logsUrl].some(Boolean)) {
    return [given];
  }
  return checkExporters(
    environment
      .otlp(given.signals ?? SIGNALS)
      .map((one) => ({ ...given, ...one, ...overOf(given) })),
  );
}

/** What is said in code, but for the signals, which the environment may have parted. */
function overOf({ signals: _, ...said }: OtlpOptions): Omit<OtlpOptions, 'signals'> {
  return withoutUndefined(said);
}

/** Says what of the environment is ignored. */
export function warn(message: string): void {
  rawLog(`spanfn: ${message}`);
}

function checkCapacity(capacity: unknown): void {
  const fits = Number.isInteger(capacity) && (capacity as number) >= 1;
  if (fits && (capacity as number) <= MOST_SPANS) return;
  throw badOption(OWNER, 'capacity', capacity, `a whole number from 1 to ${MOST_SPANS}`);
}

function checkMilliseconds(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0 && value <= 3_600_000) return;
  throw badOption(OWNER, name, value, 'a number of milliseconds above 0, at most an hour');
}
