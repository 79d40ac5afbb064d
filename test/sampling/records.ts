import { everyRecord } from '../../src/wire/otlp/walk.ts';
import {
  Flag,
  HEADER_WORDS,
  LogWord,
  RecordKind,
  SiteWord,
  SpanWord,
  Word,
} from '../../src/wire/record.ts';
import type { Segment, Source } from '../../src/wire/source.ts';

/** A span as a test writes it. Times are milliseconds of its thread's monotonic clock. */
export interface TestSpan {
  /** Last word of the trace's id; the upper bits of the random part come from `high`. */
  readonly trace: number;
  /** Lowest 24 bits of the word before: decides on ratios. */
  readonly high?: number;
  readonly span: number;
  /** 0 at a root. */
  readonly parent?: number;
  readonly remote?: boolean;
  readonly failed?: boolean;
  readonly begin?: number;
  readonly end?: number;
  /** Words of tail. */
  readonly tail?: number;
}

export function sourceOf(threadId: number, wallAnchor = 1_700_000_000_000_000_000n): Source {
  return { threadId, wallAnchor, sites: new Map() };
}

/** The words of a span's record. */
export function spanRecord(span: TestSpan): number[] {
  const { trace, high = 0, span: id, parent = 0, remote, failed, begin = 0, end = 1 } = span;
  const tail = (span.tail ?? 0) * 2;
  const words = new Array<number>(HEADER_WORDS.SPAN_WITH_TAIL + tail).fill(0);
  words[Word.LENGTH] = words.length * 4;
  words[Word.HEAD] =
    RecordKind.SPAN |
    ((failed ? 2 : 0) << Flag.STATUS_SHIFT) |
    (remote ? Flag.REMOTE_PARENT : 0) |
    Flag.TAIL;
  words[Word.TRACE] = 7;
  words[Word.TRACE + 2] = 0xab000000 | high;
  words[Word.TRACE + 3] = trace;
  words[Word.SPAN + 1] = id;
  words[SpanWord.PARENT + 1] = parent;
  setTime(words, SpanWord.BEGIN, begin);
  setTime(words, SpanWord.END, end);
  return words;
}

export function logRecord(trace: number): number[] {
  const words = new Array<number>(HEADER_WORDS.LOG).fill(0);
  words[Word.LENGTH] = words.length * 4;
  words[Word.HEAD] = RecordKind.LOG;
  words[Word.TRACE + 3] = trace;
  words[LogWord.TAIL_BYTES] = 0;
  return words;
}

export function siteRecord(): number[] {
  const words = new Array<number>(HEADER_WORDS.SITE).fill(0);
  words[Word.LENGTH] = words.length * 4;
  words[Word.HEAD] = RecordKind.SITE;
  words[SiteWord.TAIL_BYTES] = 0;
  return words;
}

export function padRecord(): number[] {
  return [16, RecordKind.PAD, 0, 0];
}

export function segmentOf(source: Source, records: readonly number[][]): Segment {
  const words = Int32Array.from(records.flat());
  return { source, words, bytes: new Uint8Array(words.buffer) };
}

/** What segments hold: `span 1`, `log 1`, `site`, `pad`; in their order. */
export function contents(segments: readonly Segment[]): string[] {
  const names: string[] = [];
  for (const segment of segments) {
    everyRecord(segment, (at, _, kind) => {
      if (kind === RecordKind.SPAN) names.push(`span ${segment.words[at + Word.SPAN + 1]}`);
      else if (kind === RecordKind.LOG) names.push(`log ${segment.words[at + Word.TRACE + 3]}`);
      else names.push(kind === RecordKind.SITE ? 'site' : 'pad');
    });
  }
  return names;
}

function setTime(words: number[], at: number, ms: number): void {
  const ns = BigInt(Math.round(ms * 1e6));
  words[at] = Number(BigInt.asIntN(32, ns));
  words[at + 1] = Number(ns >> 32n);
}
