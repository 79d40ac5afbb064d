/**
 * What the emitting side of a ring counts, each with its place. Whatever is pushed was written, or
 * dropped for a reason.
 */
export const Counter = {
  /** Spans and log events that were to be written. */
  PUSHED: 0,
  /** Dropped because the ring was full: the newest goes. */
  RING_FULL: 1,
  /** Dropped because the record is longer than the ring. */
  OVERSIZED: 2,
  /** Bytes that were written. */
  BYTES: 3,
  /** Fields left out, or cut short, because of a bound. */
  CUT: 4,
  /** Spans that head sampling left out; they were never pushed. */
  UNSAMPLED: 5,
} as const;

/** One of `Counter`. */
export type Counter = (typeof Counter)[keyof typeof Counter];

/**
 * Counters in shared memory, written by one thread and read by any. Doubles: exact up to 2⁵³,
 * and the store of one is never seen half done.
 */
export class Counters {
  /** 32-bit words of shared memory, with room for more counters. */
  static readonly WORDS: number = 32;
  readonly #values: Float64Array;

  constructor(memory: SharedArrayBuffer, byteOffset: number) {
    this.#values = new Float64Array(memory, byteOffset, Counters.WORDS / 2);
  }

  add(counter: Counter, count: number): void {
    this.#values[counter] = (this.#values[counter] as number) + count;
  }

  get(counter: Counter): number {
    return this.#values[counter] as number;
  }
}
