import { Counters } from './counters.ts';

/** Where the ring's parts lie, in 32-bit words. Head and tail have a cache line each. */
const HEAD = 0;
const TAIL = 16;
const COUNTERS = 32;
const DATA: number = COUNTERS + Counters.WORDS;

/** The ring has no room for a record, as long as nothing is read. */
export const FULL = -1;
/** The record is longer than the ring. */
export const OVERSIZED = -2;

const { load, store } = Atomics;

/**
 * Tells the consumer how far the records reach, after all that was written to them. These machines
 * keep the order of stores by themselves, and an atomic one is a call that costs as much as half a
 * record; others need it.
 */
const publish: (words: Int32Array, head: number) => void =
  process.arch === 'x64' || process.arch === 'ia32'
    ? (words, head) => {
        words[HEAD] = head;
      }
    : (words, head) => {
        store(words, HEAD, head);
      };

/** Bytes of shared memory for a ring that holds `capacity` bytes, a multiple of 8. */
export function ringBytes(capacity: number): number {
  return DATA * 4 + capacity;
}

/**
 * What both ends of a ring know: a bounded queue of records in shared memory, with one producer
 * and one consumer, each on a thread of its own. Neither ever waits for the other.
 *
 * Head and tail count words, modulo twice the capacity: so a full ring differs from an empty one.
 */
abstract class RingEnd {
  readonly words: Int32Array;
  readonly counters: Counters;
  /** In words. */
  readonly capacity: number;

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
    this.capacity = this.words.length - DATA;
    this.counters = new Counters(memory, COUNTERS * 4);
  }

  protected wrap(position: number): number {
    const twice = this.capacity * 2;
    return position >= twice ? position - twice : position;
  }

  /** Index in `words` of a position. */
  protected index(position: number): number {
    return DATA + (position >= this.capacity ? position - this.capacity : position);
  }
}

/** The end that writes. When the ring is full, the newest record is the one that is dropped. */
export class RingProducer extends RingEnd {
  #head: number;
  #tail: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.#head = load(this.words, HEAD);
    this.#tail = load(this.words, TAIL);
  }

  /**
   * Index in `words` where a record of `length` words, an even number, is to be written before
   * it is committed; `FULL` if there is no room now, `OVERSIZED` if there never will be.
   */
  reserve(length: number): number {
    const index = this.index(this.#head);
    const left = this.words.length - index;
    const needed = length <= left ? length : left + length;
    if (needed > this.#free() && !this.#makeRoom(needed)) return this.#refuse(length, left);
    if (length <= left) return index;
    this.#pad(index, left);
    return DATA;
  }

  /**
   * Index in `words` where at least `length` words can be written one after another, of which the
   * record may take fewer; `FULL` if there is no such place right now, which says nothing yet.
   */
  room(length: number): number {
    const index = this.index(this.#head);
    const isNear = length <= this.words.length - index;
    return isNear && (length <= this.#free() || this.#makeRoom(length)) ? index : FULL;
  }

  /** Hands over what was written at the index that `reserve` or `room` gave. */
  commit(length: number): void {
    this.#head = this.wrap(this.#head + length);
    publish(this.words, this.#head);
  }

  #free(): number {
    const used = this.#head - this.#tail;
    return this.capacity - (used < 0 ? used + this.capacity * 2 : used);
  }

  /** Looks at how far the consumer has come, which is what costs. */
  #makeRoom(needed: number): boolean {
    this.#tail = load(this.words, TAIL);
    return needed <= this.#free();
  }

  #refuse(length: number, left: number): typeof FULL | typeof OVERSIZED {
    if (length > this.capacity) return OVERSIZED;
    // What is left at the end may be all that there is: the next one is to find the whole ring.
    if (length > left && left <= this.#free()) {
      this.#pad(this.index(this.#head), left);
      store(this.words, HEAD, this.#head);
    }
    return FULL;
  }

  #pad(index: number, length: number): void {
    this.words[index] = length * 4;
    this.words[index + 1] = 0;
    this.#head = this.wrap(this.#head + length);
  }
}

/** The end that reads. */
export class RingConsumer extends RingEnd {
  #tail: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.#tail = load(this.words, TAIL);
  }

  /**
   * Gives `take` a run of up to `limit` whole records as a range of `words`, which is free for
   * the producer afterwards. Returns the number of records, fill included; 0 if there are none.
   */
  drain(limit: number, take: (start: number, end: number) => void): number {
    const head = load(this.words, HEAD);
    if (head === this.#tail) return 0;
    const start = this.index(this.#tail);
    const available = this.wrap(head - this.#tail + this.capacity * 2);
    const stop = Math.min(start + available, this.words.length);
    let end = start;
    let records = 0;
    while (end < stop && records < limit) {
      const length = (this.words[end] as number) >> 2;
      // A record that cannot be: nothing behind it can be found. It has never been seen.
      end += length < 2 || end + length > stop ? stop - end : length;
      records++;
    }
    take(start, end);
    this.#tail = this.wrap(this.#tail + end - start);
    store(this.words, TAIL, this.#tail);
    return records;
  }

  /** Bytes that wait to be read. */
  get waiting(): number {
    return this.wrap(load(this.words, HEAD) - this.#tail + this.capacity * 2) * 4;
  }
}

/** The counters in the memory of a ring, for whoever only reads these. */
export function countersOfRing(memory: SharedArrayBuffer): Counters {
  return new Counters(memory, COUNTERS * 4);
}
