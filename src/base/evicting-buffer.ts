/** Bounds of an `EvictingBuffer`. */
export interface EvictingLimits {
  readonly maxBytes: number;
  /** Default: as many as there are bytes for. */
  readonly maxItems?: number | undefined;
}

/** Items after a cursor, oldest first. */
export interface EvictingPage<T> {
  readonly items: readonly T[];
  /** Number of the last item given, from which to go on. */
  readonly next: number;
  /** Items between the cursor and the first one given that are no longer there. */
  readonly missed: number;
}

/**
 * The most recent items, bounded by bytes and by number: the oldest go first, and are counted. An
 * item larger than all the room there is is kept alone: what is looked for is the newest.
 *
 * Items are numbered from 1 in the order in which they were pushed.
 */
export class EvictingBuffer<T> {
  readonly #maxBytes: number;
  readonly #maxItems: number;
  #items: (T | undefined)[] = [];
  #sizes: number[] = [];
  /** Index of the oldest; what was before it is gone. */
  #head = 0;
  #byteLength = 0;
  #last = 0;
  #evicted = 0;

  constructor({ maxBytes, maxItems = Number.POSITIVE_INFINITY }: EvictingLimits) {
    this.#maxBytes = maxBytes;
    this.#maxItems = maxItems;
  }

  /** Adds an item of `bytes` bytes, and evicts as many of the oldest as that takes. */
  push(item: T, bytes: number): void {
    while (!this.isEmpty && this.#isTooMuch(bytes)) this.#evict();
    this.#items.push(item);
    this.#sizes.push(bytes);
    this.#byteLength += bytes;
    this.#last++;
  }

  /** Whether an item of `bytes` bytes can be added without evicting any. */
  hasRoom(bytes: number): boolean {
    return !this.#isTooMuch(bytes);
  }

  /** Takes everything out, oldest first. */
  drain(): T[] {
    const items = this.#items.slice(this.#head) as T[];
    this.#items = [];
    this.#sizes = [];
    this.#head = 0;
    this.#byteLength = 0;
    return items;
  }

  /** Up to `limit` items with numbers above `cursor`, of `maxBytes` together but at least one. */
  after(
    cursor: number,
    limit: number,
    maxBytes: number = Number.POSITIVE_INFINITY,
  ): EvictingPage<T> {
    const gone = this.#last - this.length;
    const start = Math.max(cursor, gone);
    const first = this.#head + start - gone;
    const end = this.#endOf(first, limit, maxBytes);
    const items = this.#items.slice(first, end) as T[];
    return { items, next: start + items.length, missed: start - cursor };
  }

  /** As `after`, with the cursor that leaves the newest items. */
  latest(limit: number, maxBytes: number = Number.POSITIVE_INFINITY): EvictingPage<T> {
    let bytes = 0;
    let count = 0;
    for (let at = this.#sizes.length - 1; at >= this.#head && count < limit; at--, count++) {
      bytes += this.#sizes[at] as number;
      if (bytes > maxBytes && count > 0) break;
    }
    return this.after(this.#last - count, count);
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  /** Items that are there. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Bytes of the items that are there. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Number of the item that was pushed last; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Items that had to go. */
  get evicted(): number {
    return this.#evicted;
  }

  #isTooMuch(bytes: number): boolean {
    return this.#byteLength + bytes > this.#maxBytes || this.length >= this.#maxItems;
  }

  #evict(): void {
    this.#byteLength -= this.#sizes[this.#head] as number;
    this.#items[this.#head++] = undefined;
    this.#evicted++;
    if (this.#head > 64 && this.#head * 2 > this.#items.length) this.#compact();
  }

  /** Each item is moved once at most for every one that has gone. */
  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  #endOf(first: number, limit: number, maxBytes: number): number {
    const stop = Math.min(this.#items.length, first + limit);
    let bytes = 0;
    for (let at = first; at < stop; at++) {
      bytes += this.#sizes[at] as number;
      if (bytes > maxBytes && at > first) return at;
    }
    return stop;
  }
}
