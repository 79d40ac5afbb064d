import type { Segment } from '../../wire/source.ts';
import type { LogData, Resource, SpanData } from '../../wire/telemetry.ts';

/**
 * Telemetry on its way out. Bytes are encoded, and objects made, when an exporter first asks,
 * and once for all of them.
 */
export interface Batch {
  readonly resource: Resource;
  readonly spanCount: number;
  readonly logCount: number;
  /** Bytes of the records. */
  readonly byteLength: number;
  /** The records themselves. */
  readonly segments: readonly Segment[];
  readonly spans: readonly SpanData[];
  readonly logs: readonly LogData[];
  /** Body of an OTLP `ExportTraceServiceRequest`. */
  tracesProtobuf(): Uint8Array;
  /** Body of an OTLP `ExportLogsServiceRequest`. */
  logsProtobuf(): Uint8Array;
  /** The same as OTLP JSON. */
  tracesJson(): string;
  logsJson(): string;
}

/** What became of a batch that was delivered. */
export interface ExportResult {
  /** Spans and log events that the receiver took the request of, but refused. */
  readonly rejected?: number | undefined;
}

/**
 * Delivers telemetry: one small function. Retries, time limits, the queue and the counting are
 * done around it, for all exporters alike.
 */
export interface Exporter {
  /** For stats and messages, such as `otlp`. */
  readonly name: string;
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
