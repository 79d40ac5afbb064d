import type { Sink } from '../dispatch/sink.ts';
import { idLowOf, isRemote } from '../span/ancestors.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { ASYNC, FAILED, OK } from '../span/span-flags.ts';
import { Counter } from './counters.ts';
import { Flag, HEADER_WORDS, RecordKind, SpanWord, Word } from './record.ts';
import { padded, type RecordWriter } from './record-writer.ts';
import { TailWriter } from './tail.ts';

/** What a word counts modulo. */
const WORD = 0x1_0000_0000;
/** Flags of a span that the head word of its record has at the same place. */
const IN_HEAD = OK | FAILED | ASYNC;

/** Arguments take more than so many bytes so rarely that the end of the ring is not left free for it. */
const SHORT_TAIL = 1024;
const LENGTH_WITH_SHORT_TAIL: number = padded(HEADER_WORDS.SPAN_WITH_TAIL, SHORT_TAIL);

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
    const isPlain = span.context === null && span.details === null;
    if (isPlain && span.values === null) this.#writeBare(span);
    else if (!(isPlain && this.#writeNamed(span)) && !this.#writeInPlace(span)) {
      this.#writeFromAside(span);
    }
  }

  #writeBare(span: LiveSpan): void {
    const length = HEADER_WORDS.SPAN;
    const at = this.#records.reserve(span.site, length);
    if (at >= 0) this.#finish(span, at, length, 0);
    else this.#refuse(at);
  }

  /** What most tails are: arguments alone. */
  #writeNamed(span: LiveSpan): boolean {
    const at = this.#records.room(span.site, LENGTH_WITH_SHORT_TAIL);
    if (at < 0) return false;
    const start = (at + HEADER_WORDS.SPAN_WITH_TAIL) * 4;
    const bytes = this.#tail.namedAt(start, SHORT_TAIL, span);
    if (bytes < 0) return false;
    const { words } = this.#records;
    words[at + SpanWord.TAIL_BYTES] = bytes;
    words[at + SpanWord.DROPPED] = 0;
    this.#finish(span, at, padded(HEADER_WORDS.SPAN_WITH_TAIL, bytes), Flag.TAIL | Flag.NAMED);
    return true;
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

  /** Writes the words of a span, one by one in one place: this is most of what a record costs. */
  #finish(span: LiveSpan, at: number, length: number, flags: number): void {
    const records = this.#records;
    const { words } = records;
    const { trace, above, beginLow, beginHigh } = span;
    const end = (beginLow >>> 0) + (span.took as number);
    words[at + Word.LENGTH] = length * 4;
    words[at + Word.HEAD] = RecordKind.SPAN | (span.flags & IN_HEAD) | flags;
    words[at + Word.SITE] = span.site.id;
    words[at + Word.SEQUENCE] = records.sequence;
    words[at + Word.TRACE] = trace.a;
    words[at + Word.TRACE + 1] = trace.b;
    words[at + Word.TRACE + 2] = trace.c;
    words[at + Word.TRACE + 3] = trace.d;
    words[at + Word.SPAN] = trace.spanHigh;
    words[at + Word.SPAN + 1] = span.idLow;
    words[at + SpanWord.PARENT] = above === null ? 0 : trace.spanHigh;
    words[at + SpanWord.PARENT + 1] = idLowOf(above);
    words[at + SpanWord.BEGIN] = beginLow;
    words[at + SpanWord.BEGIN + 1] = beginHigh;
    words[at + SpanWord.END] = end | 0; // Modulo 2³².
    words[at + SpanWord.END + 1] = end < WORD ? beginHigh : beginHigh + Math.floor(end / WORD);
    if (isRemote(above)) {
      words[at + Word.HEAD] = (words[at + Word.HEAD] as number) | Flag.REMOTE_PARENT;
      words[at + SpanWord.PARENT] = above.idHigh;
    }
    records.commit(length, Counter.SPANS_WRITTEN);
  }
}
