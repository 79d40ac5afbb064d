import type { Sink } from '../dispatch/sink.ts';
import { idHighOf, idLowOf, isRemote } from '../span/ancestors.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { Counter } from './counters.ts';
import { Flag, HEADER_WORDS, RecordKind, SpanWord, Word } from './record.ts';
import { padded, type RecordWriter } from './record-writer.ts';
import { TailWriter } from './tail.ts';

/** Writes finished spans into a ring: the end of the hot path. */
export class SpanWriter implements Sink {
  readonly #records: RecordWriter;
  readonly #tail: TailWriter;
  /** Words of the longest record. */
  readonly #longest: number;

  constructor(records: RecordWriter) {
    this.#records = records;
    this.#tail = new TailWriter(records.longestTail, records.memory);
    this.#longest = padded(HEADER_WORDS.SPAN_WITH_TAIL, records.longestTail);
  }

  end(span: LiveSpan): void {
    if (span.context === null && span.values === null && span.details === null) {
      this.#writeBare(span);
    } else if (!this.#writeInPlace(span)) this.#writeFromAside(span);
  }

  #writeBare(span: LiveSpan): void {
    const length = HEADER_WORDS.SPAN;
    const at = this.#records.reserve(span.site, length);
    if (at >= 0) this.#finish(span, at, length, 0);
    else this.#refuse(at);
  }

  /** Where the ring has room for any tail, it is written there. */
  #writeInPlace(span: LiveSpan): boolean {
    const at = this.#records.room(span.site, this.#longest);
    if (at < 0) return false;
    const bytes = this.#tail.spanAt((at + HEADER_WORDS.SPAN_WITH_TAIL) * 4, span);
    this.#finishWithTail(span, at, padded(HEADER_WORDS.SPAN_WITH_TAIL, bytes), bytes);
    return true;
  }

  #writeFromAside(span: LiveSpan): void {
    const bytes = this.#tail.spanAside(span);
    const length = padded(HEADER_WORDS.SPAN_WITH_TAIL, bytes);
    const at = this.#records.reserve(span.site, length);
    if (at < 0) {
      this.#refuse(at);
      return;
    }
    this.#records.copy(this.#tail.aside, bytes, at + HEADER_WORDS.SPAN_WITH_TAIL);
    this.#finishWithTail(span, at, length, bytes);
  }

  #refuse(reason: number): void {
    this.#records.refuse(reason, Counter.SPANS_RING_FULL, Counter.SPANS_OVERSIZED);
  }

  #finishWithTail(span: LiveSpan, at: number, length: number, bytes: number): void {
    const { words, counters } = this.#records;
    const { dropped, flags } = this.#tail;
    words[at + SpanWord.TAIL_BYTES] = bytes;
    words[at + SpanWord.DROPPED] = dropped;
    if (dropped > 0) counters.add(Counter.CUT, dropped);
    this.#finish(span, at, length, Flag.TAIL | flags);
  }

  #finish(span: LiveSpan, at: number, length: number, flags: number): void {
    const records = this.#records;
    const { words } = records;
    words[at + Word.LENGTH] = length * 4;
    words[at + Word.HEAD] = headOf(span) | flags;
    words[at + Word.SITE] = span.site.id;
    words[at + Word.SEQUENCE] = records.sequence;
    writeIds(words, at, span);
    writeTimes(words, at, span);
    records.commit(length, Counter.SPANS_WRITTEN);
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
    (isRemote(span.above) ? Flag.REMOTE_PARENT : 0)
  );
}

function writeIds(words: Int32Array, at: number, span: LiveSpan): void {
  const { trace, above } = span;
  words[at + Word.TRACE] = trace.a;
  words[at + Word.TRACE + 1] = trace.b;
  words[at + Word.TRACE + 2] = trace.c;
  words[at + Word.TRACE + 3] = trace.d;
  words[at + Word.SPAN] = trace.spanHigh;
  words[at + Word.SPAN + 1] = span.idLow;
  words[at + SpanWord.PARENT] = idHighOf(above, trace);
  words[at + SpanWord.PARENT + 1] = idLowOf(above);
}

function writeTimes(words: Int32Array, at: number, span: LiveSpan): void {
  const end = (span.beginLow >>> 0) + (span.took as number);
  words[at + SpanWord.BEGIN] = span.beginLow;
  words[at + SpanWord.BEGIN + 1] = span.beginHigh;
  words[at + SpanWord.END] = end | 0; // Modulo 2³².
  words[at + SpanWord.END + 1] = span.beginHigh + Math.floor(end / 0x1_0000_0000);
}
