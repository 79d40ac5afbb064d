import { decodeLogs, decodeSpans } from '../../wire/otlp/decode.ts';
import { RecordKind } from '../../wire/record.ts';
import type { Segment } from '../../wire/source.ts';
import type { PipelineStats } from '../metrics/pipeline-stats.ts';
import type { OpenSpan } from './open-span.ts';
import type { RetentionLimits } from './options.ts';
import { isoTime, type Readable, readableLog, readableOpenSpan, readableSpan } from './readable.ts';
import { RecordHistory } from './record-history.ts';

/** What was going on at one moment: goes into a file as it is. */
export interface Snapshot {
  readonly reason: string;
  /** ISO 8601. */
  readonly time: string;
  readonly pid: number;
  /** What was thrown, if that was the reason. */
  readonly error: string | undefined;
  /** Spans that ended last, oldest first. */
  readonly spans: readonly Readable[];
  /** Log events that came last, oldest first. */
  readonly logs: readonly Readable[];
  /** Spans that had not ended; undefined if nobody was asked. */
  readonly openSpans: readonly Readable[] | undefined;
  /** What the pipeline had counted. */
  readonly counts: PipelineStats;
  /** Spans and log events that had to make room for those that are here. */
  readonly evicted: { readonly spans: number; readonly logs: number };
}

/** What else goes into a snapshot. */
export interface SnapshotParts {
  readonly error?: string | undefined;
  readonly openSpans?: readonly OpenSpan[] | undefined;
  readonly counts?: PipelineStats | undefined;
}

/** Keeps the spans and log events that came last, as bytes, to be looked at. */
export class Retention {
  readonly spans: RecordHistory;
  readonly logs: RecordHistory;

  constructor({ maxRecords, maxBytes }: RetentionLimits) {
    const limits = { maxItems: maxRecords, maxBytes };
    this.spans = new RecordHistory(RecordKind.SPAN, limits);
    this.logs = new RecordHistory(RecordKind.LOG, limits);
  }

  /** Copies what is to be kept. */
  keep(segment: Segment): void {
    this.spans.keep(segment);
    this.logs.keep(segment);
  }

  /** All that is kept, and stays so. */
  snapshot(reason: string, { error, openSpans, counts = {} }: SnapshotParts = {}): Snapshot {
    return {
      reason,
      time: isoTime(BigInt(Date.now()) * 1_000_000n),
      pid: process.pid,
      error,
      spans: decodeSpans(this.spans.all().segments).items.map(readableSpan),
      logs: decodeLogs(this.logs.all().segments).items.map(readableLog),
      openSpans: openSpans?.map(readableOpenSpan),
      counts: { ...counts, ...this.stats() },
      evicted: { spans: this.spans.evicted, logs: this.logs.evicted },
    };
  }

  stats(): PipelineStats {
    const { spans, logs } = this;
    return {
      spansKept: spans.length,
      spansKeptBytes: spans.byteLength,
      spansEvicted: spans.evicted,
      logsKept: logs.length,
      logsKeptBytes: logs.byteLength,
      logsEvicted: logs.evicted,
    };
  }
}
