/** A span that has not ended yet. */
export interface OpenSpan {
  readonly name: string;
  readonly target: string;
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** 16 hex digits; undefined at a root. */
  readonly parentSpanId?: string | undefined;
  /** Unix time in ns. */
  readonly startTime: bigint;
  /** Nanoseconds since then. */
  readonly age: number;
  readonly threadId?: number | undefined;
}

/** Asks for the spans that are open right now; the threads that have them may take a while. */
export type OpenSpans = () => readonly OpenSpan[] | Promise<readonly OpenSpan[]>;
