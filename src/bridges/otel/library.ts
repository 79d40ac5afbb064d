/**
 * The optional peers, `@opentelemetry/api-logs` and `@opentelemetry/sdk-logs`, as far as they are
 * used: who does not have them has no types of them either.
 */
export interface OtelLogger {
  // biome-ignore lint/suspicious/noExplicitAny: a LogRecord, whose types are theirs.
  emit(record: any): void;
}

export interface OtelLoggerProvider {
  getLogger(name: string, version?: string): OtelLogger;
}

/** Seconds and nanoseconds of Unix time. */
export type HrTime = [number, number];

export interface OtelSpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

/** A record as the SDK hands it to its processors. */
export interface OtelSdkRecord {
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly body?: unknown;
  readonly eventName?: string | undefined;
  readonly attributes: object;
  readonly spanContext?: OtelSpanContext | undefined;
  readonly instrumentationScope: { readonly name: string };
}

/** A record as it is given to a logger. */
export interface OtelRecord {
  readonly timestamp?: HrTime | number | Date | undefined;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly body?: unknown;
  readonly eventName?: string | undefined;
  readonly attributes?: object | undefined;
  readonly exception?: unknown;
  readonly context?: { getValue(key: symbol): unknown } | undefined;
}

/** Scope of what has no target. */
export const SCOPE = 'spanfn';

/** The logger itself, or one of a provider; undefined of anything else. */
export function anyLoggerOf(from: unknown): OtelLogger | undefined {
  const { emit, getLogger } = (from ?? {}) as Partial<OtelLogger & OtelLoggerProvider>;
  if (typeof getLogger === 'function') return (from as OtelLoggerProvider).getLogger(SCOPE);
  return typeof emit === 'function' ? (from as OtelLogger) : undefined;
}
