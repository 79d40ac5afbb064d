import { Flag, HEADER_WORDS, SpanWord, Word } from '../record.ts';
import type { Segment } from '../source.ts';

/** Where the parts of a span's tail are. One for all spans: they are encoded one by one. */
export class SpanTail {
  start = 0;
  end = 0;
  /** Fields that were left out. */
  dropped = 0;
  /** Whether it begins with values of the site's names. */
  isNamed = false;
  /** Whether it tells the status. */
  hasStatus = false;

  /** Finds the tail of the span at `at`, whose site may not be known. */
  find({ words, bytes }: Segment, at: number, isKnown: boolean): void {
    const head = words[at + Word.HEAD] as number;
    this.start = this.end = this.dropped = 0;
    this.isNamed = (head & Flag.NAMED) !== 0;
    this.hasStatus = (head & Flag.STATUS_IN_TAIL) !== 0;
    if ((head & Flag.TAIL) === 0) return;
    this.start = (at + HEADER_WORDS.SPAN_WITH_TAIL) * 4;
    this.end = this.start + (words[at + SpanWord.TAIL_BYTES] as number);
    this.dropped = (words[at + SpanWord.DROPPED] as number) >>> 0;
    if (this.isNamed && !isKnown) this.#leaveOut(bytes[this.start] as number);
  }

  /** Nobody knows what the values are called, nor how many there are: of null names there is none. */
  #leaveOut(values: number): void {
    this.dropped += values;
    this.end = this.start;
    this.isNamed = false;
    this.hasStatus = false;
  }
}
