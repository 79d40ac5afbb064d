/**
 * What the emitting side of a ring counts, each with its place. Whatever was to be pushed was
 * written, or dropped for a reason.
 */
export const Counter = {
  SPANS_WRITTEN: 0,
  LOGS_WRITTEN: 1,
  /** The ring was full: the newest goes. */
  SPANS_RING_FULL: 2,
  LOGS_RING_FULL: 3,
  /** The record is longer than the ring. */
  SPANS_OVERSIZED: 4,
  LOGS_OVERSIZED: 5,
  /** Bytes that were written. */
  BYTES: 6,
  /** Fields and other parts that were left out because of a bound. */
  CUT: 7,
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

/** How many kinds of `Counter` there are. */
export const COUNTER_COUNT: number = Object.keys(Counter).length;
