import type { SpanSink } from '../dispatch/span-sink.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { Counter } from './counters.ts';
import { Flag, HEADER_WORDS, RecordKind, SpanWord, Word } from './record.ts';
import { padded, type RecordWriter } from './record-writer.ts';
import { TailWriter } from './tail.ts';

/** Writes finished spans into a ring: the end of the hot path. */
export class SpanWriter implements SpanSink {
  readonly #records: RecordWriter;
  readonly #tail: TailWriter;

  constructor(records: RecordWriter) {
    this.#records = records;
    this.#tail = new TailWriter(records.longestTail);
  }

  begin(): void {}

  end(span: LiveSpan): void {
    if (span.context === null && span.details === null) this.#write(span, 0);
    else this.#write(span, this.#tail.span(span));
  }

  #write(span: LiveSpan, tailBytes: number): void {
    const records = this.#records;
    const length =
      tailBytes === 0 ? HEADER_WORDS.SPAN : padded(HEADER_WORDS.SPAN_WITH_TAIL, tailBytes);
    const at = records.reserve(span.site, length);
    if (at < 0) {
      records.refuse(at, Counter.SPANS_RING_FULL, Counter.SPANS_OVERSIZED);
      return;
    }
    const { words } = records;
    words[at + Word.LENGTH] = length * 4;
    words[at + Word.HEAD] = headOf(span);
    words[at + Word.SITE] = span.site.id;
    words[at + Word.SEQUENCE] = records.sequence;
    writeIds(words, at, span);
    writeTimes(words, at, span);
    if (tailBytes !== 0) this.#writeTail(words, at, tailBytes);
    records.commit(length, Counter.SPANS_WRITTEN);
  }

  #writeTail(words: Int32Array, at: number, tailBytes: number): void {
    const { bytes, dropped, flags } = this.#tail;
    words[at + Word.HEAD] = (words[at + Word.HEAD] as number) | Flag.TAIL | flags;
    words[at + SpanWord.TAIL_BYTES] = tailBytes;
    words[at + SpanWord.DROPPED] = dropped;
    this.#records.copy(bytes, tailBytes, at + HEADER_WORDS.SPAN_WITH_TAIL);
    if (dropped > 0) this.#records.counters.add(Counter.CUT, dropped);
  }
}

const OK = 1 << Flag.STATUS_SHIFT;
const ERROR = 2 << Flag.STATUS_SHIFT;

function headOf(span: LiveSpan): number {
  const { status } = span;
  return (
    RecordKind.SPAN |
    (status === 'unset' ? 0 : status === 'ok' ? OK : ERROR) |
    (span.kind === 'async' ? Flag.ASYNC : 0) |
    (span.hasRemoteParent ? Flag.REMOTE_PARENT : 0)
  );
}

function writeIds(words: Int32Array, at: number, span: LiveSpan): void {
  const { trace } = span;
  words[at + Word.TRACE] = trace.a;
  words[at + Word.TRACE + 1] = trace.b;
  words[at + Word.TRACE + 2] = trace.c;
  words[at + Word.TRACE + 3] = trace.d;
  words[at + Word.SPAN] = trace.spanHigh;
  words[at + Word.SPAN + 1] = span.idLow;
  words[at + SpanWord.PARENT] = span.parentHigh;
  words[at + SpanWord.PARENT + 1] = span.parentLow;
}

function writeTimes(words: Int32Array, at: number, span: LiveSpan): void {
  const end = (span.beginLow >>> 0) + (span.took as number);
  words[at + SpanWord.BEGIN] = span.beginLow;
  words[at + SpanWord.BEGIN + 1] = span.beginHigh;
  words[at + SpanWord.END] = end; // Modulo 2³².
  words[at + SpanWord.END + 1] = span.beginHigh + Math.floor(end / 0x1_0000_0000);
}
