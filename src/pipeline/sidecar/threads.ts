import { monotonic } from '../../base/clock.ts';
import type { Counters } from '../../wire/counters.ts';
import { readOpenSpans } from '../../wire/open-span-table.ts';
import { recordsBetween } from '../../wire/otlp/walk.ts';
import { HEADER_WORDS, RecordKind, SiteWord, type WireSite } from '../../wire/record.ts';
import { RingConsumer } from '../../wire/ring.ts';
import type { Source } from '../../wire/source.ts';
import type { OpenSpan } from '../retention/open-span.ts';

/** How a thread introduces itself. */
export interface ThreadIntroduction {
  readonly ring: SharedArrayBuffer;
  readonly threadId: number;
  readonly wallAnchor: bigint;
  /** Memory of an `OpenSpanTable`, if there is one. */
  readonly openSpans?: SharedArrayBuffer | undefined;
}

/** Sites made for one call are forgotten after that many others. */
const MOST_TRANSIENT_SITES = 16_384;
/** Name of a span whose site was forgotten, or had no room in the ring yet. */
const UNKNOWN = '(unknown)';

/** A thread that emits: the far end of its ring, and the sites it has told of. */
export class EmittingThread implements Source {
  readonly threadId: number;
  readonly wallAnchor: bigint;
  readonly sites: Map<number, WireSite> = new Map();
  readonly #ring: RingConsumer;
  readonly #bytes: Uint8Array;
  readonly #transient: number[] = [];
  readonly #openSpans: SharedArrayBuffer | undefined;

  constructor({ ring, threadId, wallAnchor, openSpans }: ThreadIntroduction) {
    this.threadId = threadId;
    this.wallAnchor = wallAnchor;
    this.#ring = new RingConsumer(ring);
    this.#bytes = new Uint8Array(ring);
    this.#openSpans = openSpans;
  }

  get counters(): Counters {
    return this.#ring.counters;
  }

  /**
   * Takes up to `limit` records out of the ring and gives them to `take`, which has to copy them.
   * Returns how many there were.
   */
  drain(limit: number, take: (bytes: Uint8Array, words: Int32Array) => void): number {
    return this.#ring.drain(limit, (start, end) => {
      this.#learnSites(start, end);
      take(this.#bytes.subarray(start * 4, end * 4), this.#ring.words.subarray(start, end));
    });
  }

  /** Those that are open right now. */
  openSpans(): OpenSpan[] {
    if (this.#openSpans === undefined) return [];
    const now = monotonic();
    return readOpenSpans(this.#openSpans).map(({ site, begin, ...ids }) => {
      const { name = UNKNOWN, target = '' } = this.sites.get(site) ?? {};
      const startTime = this.wallAnchor + begin;
      return { name, target, ...ids, startTime, age: Number(now - begin), threadId: this.threadId };
    });
  }

  #learnSites(start: number, end: number): void {
    const { words } = this.#ring;
    recordsBetween(words, start, end, (at, _, kind) => {
      if (kind === RecordKind.SITE) this.#learn(words, at);
    });
  }

  #learn(words: Int32Array, at: number): void {
    const text = (at + HEADER_WORDS.SITE) * 4;
    const length = words[at + SiteWord.TAIL_BYTES] as number;
    const json = Buffer.from(this.#bytes.slice(text, text + length)).toString();
    const site = JSON.parse(json) as WireSite;
    this.sites.set(site.id, site);
    if (site.transient !== true) return;
    this.#transient.push(site.id);
    if (this.#transient.length > MOST_TRANSIENT_SITES) {
      this.sites.delete(this.#transient.shift() as number);
    }
  }
}
