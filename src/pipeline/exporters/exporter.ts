import type { LogData, Resource, SpanData } from '../../wire/telemetry.ts';

/** What a batch holds. */
export type Signal = 'traces' | 'logs';

export const SIGNALS: readonly Signal[] = ['traces', 'logs'];

/**
 * Telemetry of one signal on its way out. Bytes are encoded, and objects made, when an exporter
 * first asks, and once for all of them.
 */
export interface Batch {
  readonly signal: Signal;
  /** Spans or log events. */
  readonly count: number;
  /** Bytes of the records. */
  readonly byteLength: number;
  readonly resource: Resource;
  /** Of traces. */
  readonly spans: readonly SpanData[];
  /** Of logs. */
  readonly logs: readonly LogData[];
  /** Body of an OTLP `ExportTraceServiceRequest` or `ExportLogsServiceRequest`. */
  protobuf(): Uint8Array;
  /** The same in OTLP's JSON. */
  json(): string;
}

/** What became of a batch that was delivered. */
export interface ExportResult {
  /** Spans or log events that the receiver refused, though it took the batch. */
  readonly rejected?: number | undefined;
}

/**
 * Delivers telemetry: one small function. Retries, time limits, the queue and the counting are
 * done around it, for all exporters alike.
 */
export interface Exporter {
  /** For stats and messages, such as `otlp`. */
  readonly name: string;
  /** What it takes, if not both: batches of the other signal are neither given nor counted. */
  readonly signals?: readonly Signal[] | undefined;
  /**
   * Delivers one batch, or rejects: with a `RetryableError` if a later attempt may succeed, with
   * anything else if not. Never called again before it has settled.
   *
   * @param signal aborts when time is up
   */
  export(batch: Batch, signal: AbortSignal): Promise<ExportResult | void> | ExportResult | void;
  /** Delivers what the exporter itself holds back. */
  flush?(): Promise<void> | void;
  /** Called once, after the last batch. */
  close?(): Promise<void> | void;
}

/** Delivery failed, and may succeed later. */
export class RetryableError extends Error {
  override readonly name: string = 'RetryableError';
  /** Milliseconds to wait at least, as the receiver asks; undefined if it does not say. */
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter?: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}
