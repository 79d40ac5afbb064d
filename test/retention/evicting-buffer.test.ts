import { describe, expect, test } from 'vitest';
import { EvictingBuffer } from '../../src/base/evicting-buffer.ts';
import { Random } from '../fuzz/generate/random.ts';

describe('a buffer that evicts the oldest', () => {
  test('is empty at first, and drained of nothing', () => {
    const buffer = new EvictingBuffer<string>({ maxBytes: 10 });
    expect(buffer.isEmpty).toBe(true);
    expect(buffer.drain()).toEqual([]);
    expect(buffer.after(0, 10)).toEqual({ items: [], next: 0, missed: 0 });
    expect(buffer.latest(10)).toEqual({ items: [], next: 0, missed: 0 });
  });

  test('holds as many bytes as it may, to the last one', () => {
    const buffer = new EvictingBuffer<string>({ maxBytes: 10 });
    buffer.push('a', 4);
    buffer.push('b', 6);
    expect([buffer.byteLength, buffer.evicted]).toEqual([10, 0]);
    buffer.push('c', 1);
    expect(buffer.after(0, 10)).toEqual({ items: ['b', 'c'], next: 3, missed: 1 });
    expect([buffer.byteLength, buffer.evicted]).toEqual([7, 1]);
  });

  test('keeps an item that is too large alone', () => {
    const buffer = new EvictingBuffer<string>({ maxBytes: 10 });
    buffer.push('a', 4);
    buffer.push('huge', 1000);
    expect(buffer.after(0, 10).items).toEqual(['huge']);
    expect([buffer.byteLength, buffer.length, buffer.evicted]).toEqual([1000, 1, 1]);
    buffer.push('b', 1);
    expect(buffer.after(0, 10).items).toEqual(['b']);
    expect([buffer.byteLength, buffer.evicted]).toEqual([1, 2]);
  });

  test('numbers what is pushed after it was drained as if it had not been', () => {
    const buffer = new EvictingBuffer<string>({ maxBytes: 10 });
    buffer.push('a', 1);
    expect(buffer.drain()).toEqual(['a']);
    expect([buffer.isEmpty, buffer.byteLength, buffer.evicted]).toEqual([true, 0, 0]);
    buffer.push('b', 1);
    expect(buffer.after(1, 10)).toEqual({ items: ['b'], next: 2, missed: 0 });
  });

  test('gives pages that are bounded by bytes, but never stand still', () => {
    const buffer = new EvictingBuffer<string>({ maxBytes: 100 });
    for (const [item, bytes] of [
      ['a', 5],
      ['b', 50],
      ['c', 5],
      ['d', 5],
    ] as const) {
      buffer.push(item, bytes);
    }
    expect(buffer.after(0, 10, 10)).toEqual({ items: ['a'], next: 1, missed: 0 });
    expect(buffer.after(1, 10, 10)).toEqual({ items: ['b'], next: 2, missed: 0 });
    expect(buffer.after(2, 10, 10)).toEqual({ items: ['c', 'd'], next: 4, missed: 0 });
    expect(buffer.latest(10, 59).items).toEqual(['c', 'd']);
    expect(buffer.latest(10, 60).items).toEqual(['b', 'c', 'd']);
    expect(buffer.latest(1, 1).items).toEqual(['d']);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'does as a plain list does, whatever is pushed (%i)',
    (seed) => {
      const random = new Random(seed);
      const limits = {
        maxBytes: 1 + random.below(200),
        maxItems: seed % 2 === 0 ? 1 + random.below(300) : undefined,
      };
      const buffer = new EvictingBuffer<number>(limits);
      const model = new Model(limits.maxBytes, limits.maxItems ?? Number.POSITIVE_INFINITY);
      for (let step = 1; step <= 3000; step++) {
        if (random.below(400) === 0) expect(buffer.drain()).toEqual(model.drain());
        const bytes = random.below(50) === 0 ? random.below(400) : random.below(8);
        buffer.push(step, bytes);
        model.push(step, bytes);
        const { length, byteLength, evicted, last } = buffer;
        expect({ length, byteLength, evicted, last }).toEqual(model.counts(step));
        const cursor = random.below(step + 1);
        const limit = 1 + random.below(20);
        const page = buffer.after(cursor, limit);
        expect(page).toEqual(model.after(cursor, limit));
        expect(buffer.latest(limit).items).toEqual(model.numbers().slice(-limit));
      }
    },
  );
});

/** The same, said as plainly as can be: items are their numbers. */
class Model {
  readonly #maxBytes: number;
  readonly #maxItems: number;
  #kept: { number: number; bytes: number }[] = [];
  #evicted = 0;

  constructor(maxBytes: number, maxItems: number) {
    this.#maxBytes = maxBytes;
    this.#maxItems = maxItems;
  }

  push(number: number, bytes: number): void {
    this.#kept.push({ number, bytes });
    while (
      this.#kept.length > 1 &&
      (this.#bytes() > this.#maxBytes || this.#kept.length > this.#maxItems)
    ) {
      this.#kept.shift();
      this.#evicted++;
    }
  }

  drain(): number[] {
    return this.#kept.splice(0).map(({ number }) => number);
  }

  numbers(): number[] {
    return this.#kept.map(({ number }) => number);
  }

  counts(last: number): object {
    return { length: this.#kept.length, byteLength: this.#bytes(), evicted: this.#evicted, last };
  }

  after(cursor: number, limit: number): object {
    const items = this.numbers()
      .filter((number) => number > cursor)
      .slice(0, limit);
    const first = items[0] ?? cursor + 1;
    return { items, next: items.at(-1) ?? cursor, missed: first - 1 - cursor };
  }

  #bytes(): number {
    return this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
