import type { Site } from '../site/site.ts';
import { Counter, type Counters } from './counters.ts';
import { HEADER_WORDS, RecordKind, SiteWord, type WireSite, Word } from './record.ts';
import { FULL, RingProducer } from './ring.ts';

/** Longest tail, in bytes, whatever the ring could hold. */
const LONGEST_TAIL = 65_536;
/** So many bytes are copied faster one by one than by a call of the engine's. */
const SHORT = 32;
/** Sites with higher numbers are announced before each of their records. */
const MOST_SITES = 1 << 20;

/** Writes records of any kind into the ring of this thread, each after the one of its site. */
export class RecordWriter {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly counters: Counters;
  /** Longest tail that a record may have, in bytes. */
  readonly longestTail: number;
  readonly #bytes: Uint8Array;
  readonly #ring: RingProducer;
  #announced = new Uint8Array(1024);
  #sequence = 0;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.#ring = new RingProducer(memory);
    this.words = this.#ring.words;
    this.#bytes = new Uint8Array(memory);
    this.counters = this.#ring.counters;
    this.longestTail = Math.min(LONGEST_TAIL, this.#ring.capacity * 2);
  }

  /** Logical time of the next record: how many this thread has written, modulo 2³². */
  get sequence(): number {
    return this.#sequence;
  }

  /**
   * Index in `words` for a record of `length` words; negative if there is no room, be it for the
   * record of its site alone.
   */
  reserve(site: Site, length: number): number {
    if (this.#announced[site.id] !== 1) {
      const refused = this.#announce(site);
      if (refused < 0) return refused;
    }
    return this.#ring.reserve(length);
  }

  /** Tells of a site ahead of its first record, if there is room. */
  announce(site: Site): void {
    if (this.#announced[site.id] !== 1) this.#announce(site);
  }

  /**
   * Index in `words` for a record of up to `length` words, where it may be written at once; -1 if
   * it is better written aside first.
   */
  room(site: Site, length: number): number {
    return this.#announced[site.id] === 1 ? this.#ring.room(length) : FULL;
  }

  commit(length: number, written: Counter): void {
    this.#sequence = (this.#sequence + 1) | 0;
    this.#ring.commit(length);
    this.counters.add(written, 1);
    this.counters.add(Counter.BYTES, length * 4);
  }

  /** Counts a record that `reserve` had no room for. */
  refuse(reason: number, full: Counter, oversized: Counter): void {
    this.counters.add(reason === FULL ? full : oversized, 1);
  }

  /** Copies a tail to a place in `words`. */
  copy(tail: Uint8Array, length: number, at: number): void {
    const start = at * 4;
    if (length > SHORT) this.#bytes.set(tail.subarray(0, length), start);
    else for (let i = 0; i < length; i++) this.#bytes[start + i] = tail[i] as number;
  }

  #announce(site: Site): number {
    const tail = Buffer.from(JSON.stringify(wireSite(site)));
    const length = padded(HEADER_WORDS.SITE, tail.length);
    const at = this.#ring.reserve(length);
    if (at < 0) return at;
    const { words } = this;
    words[at + Word.LENGTH] = length * 4;
    words[at + Word.HEAD] = RecordKind.SITE;
    words[at + Word.SITE] = site.id;
    words[at + Word.SEQUENCE] = 0;
    words[at + SiteWord.TAIL_BYTES] = tail.length;
    this.#bytes.set(tail, (at + HEADER_WORDS.SITE) * 4);
    this.#ring.commit(length);
    if (!site.transient && site.id < MOST_SITES) this.#remember(site.id);
    return at;
  }

  #remember(id: number): void {
    if (id >= this.#announced.length) {
      const grown = new Uint8Array(Math.max(id + 1, this.#announced.length * 2));
      grown.set(this.#announced);
      this.#announced = grown;
    }
    this.#announced[id] = 1;
  }
}

/** Words of a record with a header of `header` words and a tail of `bytes`: an even number. */
export function padded(header: number, bytes: number): number {
  return ((header * 4 + bytes + 7) >>> 3) << 1;
}

function wireSite(site: Site): WireSite {
  const { id, name, target, level, kind, file, line, column, transient, capture } = site;
  const names = capture?.names;
  return { id, name, target, level, kind, file, line, column, names, transient };
}
