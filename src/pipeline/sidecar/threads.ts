import type { Counters } from '../../wire/counters.ts';
import { recordsBetween } from '../../wire/otlp/walk.ts';
import { HEADER_WORDS, RecordKind, SiteWord, type WireSite } from '../../wire/record.ts';
import { RingConsumer } from '../../wire/ring.ts';
import type { Source } from '../../wire/source.ts';

/** How a thread introduces itself. */
export interface ThreadIntroduction {
  readonly ring: SharedArrayBuffer;
  readonly threadId: number;
  readonly wallAnchor: bigint;
}

/** Sites made for one call are forgotten after that many others. */
const MOST_TRANSIENT_SITES = 16_384;

/** A thread that emits: the far end of its ring, and the sites it has told of. */
export class EmittingThread implements Source {
  readonly threadId: number;
  readonly wallAnchor: bigint;
  readonly sites: Map<number, WireSite> = new Map();
  readonly #ring: RingConsumer;
  readonly #bytes: Uint8Array;
  readonly #transient: number[] = [];

  constructor({ ring, threadId, wallAnchor }: ThreadIntroduction) {
    this.threadId = threadId;
    this.wallAnchor = wallAnchor;
    this.#ring = new RingConsumer(ring);
    this.#bytes = new Uint8Array(ring);
  }

  get counters(): Counters {
    return this.#ring.counters;
  }

  /**
   * Takes up to `limit` records out of the ring and gives their bytes to `take`, which has to copy
   * them. Returns how many there were.
   */
  drain(limit: number, take: (bytes: Uint8Array) => void): number {
    return this.#ring.drain(limit, (start, end) => {
      this.#learnSites(start, end);
      take(this.#bytes.subarray(start * 4, end * 4));
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
