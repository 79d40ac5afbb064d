import { EvictingBuffer, type EvictingLimits } from '../../base/evicting-buffer.ts';
import { everyRecord } from '../../wire/otlp/walk.ts';
import { type WireSite, Word } from '../../wire/record.ts';
import type { Segment, Source } from '../../wire/source.ts';

/** Records copied together; they lie one after another. */
interface Run {
  readonly threadId: number;
  readonly wallAnchor: bigint;
  readonly words: Int32Array<ArrayBuffer>;
}

/**
 * A record that is kept. It brings its site along, and leaves its source alone: that forgets sites
 * which were made for one call, and holds the whole ring of a thread that may be gone.
 */
interface KeptRecord {
  readonly run: Run;
  /** Index in the words of the run. */
  readonly start: number;
  readonly end: number;
  readonly site: WireSite | undefined;
}

/** Part of what is kept. */
export interface RecordPage {
  /** Whole records, in the order in which they came. */
  readonly segments: readonly Segment[];
  readonly count: number;
  /** Cursor from which to go on. */
  readonly next: number;
  /** Records after the cursor that were evicted. */
  readonly dropped: number;
}

/** The most recent records of one kind, as they were written; each has a number, from 1. */
export class RecordHistory {
  readonly #kind: number;
  readonly #kept: EvictingBuffer<KeptRecord>;

  /** @param kind one of `RecordKind` */
  constructor(kind: number, limits: EvictingLimits) {
    this.#kind = kind;
    this.#kept = new EvictingBuffer(limits);
  }

  /** Copies the records of its kind. */
  keep(segment: Segment): void {
    const length = this.#lengthIn(segment);
    if (length === 0) return;
    const { threadId, wallAnchor, sites } = segment.source;
    const run: Run = { threadId, wallAnchor, words: new Int32Array(length) };
    let start = 0;
    everyRecord(segment, (at, words, kind) => {
      if (kind !== this.#kind) return;
      const end = start + words;
      run.words.set(segment.words.subarray(at, at + words), start);
      const site = sites.get(segment.words[at + Word.SITE] as number);
      this.#kept.push({ run, start, end, site }, words * 4);
      start = end;
    });
  }

  /** Whether all records of its kind can be kept without evicting any. */
  hasRoomFor(segment: Segment): boolean {
    return this.#kept.hasRoom(this.#lengthIn(segment) * 4);
  }

  /** Takes everything out. */
  drain(): Segment[] {
    return segmentsOf(this.#kept.drain());
  }

  /**
   * Up to `limit` records after a cursor, of `maxBytes` together but at least one. A cursor that
   * is ahead of all that was kept is from another run of the program: it starts over.
   */
  after(cursor: number, limit: number, maxBytes?: number): RecordPage {
    return pageOf(this.#kept.after(cursor > this.#kept.last ? 0 : cursor, limit, maxBytes));
  }

  /** The newest records, as many as `limit` and `maxBytes` allow; at least one if there is one. */
  latest(limit: number, maxBytes?: number): RecordPage {
    return pageOf(this.#kept.latest(limit, maxBytes));
  }

  /** Everything that is kept. */
  all(): RecordPage {
    return this.latest(this.#kept.length);
  }

  get isEmpty(): boolean {
    return this.#kept.isEmpty;
  }

  /** Records that are kept. */
  get length(): number {
    return this.#kept.length;
  }

  /** Their bytes. */
  get byteLength(): number {
    return this.#kept.byteLength;
  }

  get evicted(): number {
    return this.#kept.evicted;
  }

  #lengthIn(segment: Segment): number {
    let length = 0;
    everyRecord(segment, (_, words, kind) => {
      if (kind === this.#kind) length += words;
    });
    return length;
  }
}

function pageOf(page: {
  readonly items: readonly KeptRecord[];
  readonly next: number;
  readonly missed: number;
}): RecordPage {
  const { items, next, missed } = page;
  return { segments: segmentsOf(items), count: items.length, next, dropped: missed };
}

/** Records of one run that follow each other are one segment. */
function segmentsOf(records: readonly KeptRecord[]): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < records.length; ) {
    const { run } = records[from] as KeptRecord;
    let to = from + 1;
    while (to < records.length && records[to]?.run === run) to++;
    segments.push(segmentOf(run, records.slice(from, to)));
    from = to;
  }
  return segments;
}

function segmentOf(run: Run, records: readonly KeptRecord[]): Segment {
  const { threadId, wallAnchor } = run;
  const words = run.words.subarray(records[0]?.start, records.at(-1)?.end);
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const sites = new Map<number, WireSite>();
  for (const { site } of records) if (site !== undefined) sites.set(site.id, site);
  const source: Source = { threadId, wallAnchor, sites };
  return { source, bytes, words };
}
