import { describe, expect, test } from 'vitest';
import { EmittingThread } from '../../src/pipeline/sidecar/threads.ts';
import { Counter } from '../../src/wire/counters.ts';
import { FULL, OVERSIZED, RingConsumer, RingProducer, ringBytes } from '../../src/wire/ring.ts';
import { Random } from '../fuzz/generate/random.ts';

/** Both ends of a ring of so many words. */
function ring(words: number): { producer: RingProducer; consumer: RingConsumer } {
  const memory = new SharedArrayBuffer(ringBytes(words * 4));
  return { producer: new RingProducer(memory), consumer: new RingConsumer(memory) };
}

/** Writes a record that says which one it is, all over. */
function push(producer: RingProducer, length: number, number: number): number {
  const at = producer.reserve(length);
  if (at < 0) return at;
  producer.words[at] = length * 4;
  for (let i = 1; i < length; i++) producer.words[at + i] = (number << 8) | 2;
  producer.commit(length);
  return at;
}

/** Reads records, and checks that each is whole. */
function read(consumer: RingConsumer, limit: number, into: number[]): void {
  consumer.drain(limit, (start, end) => {
    for (let at = start; at < end; ) {
      const length = (consumer.words[at] as number) >> 2;
      const head = consumer.words[at + 1] as number;
      const body = consumer.words.subarray(at + 1, at + length);
      if ((head & 0xff) !== 0) {
        expect(new Set(body)).toEqual(new Set([head]));
        into.push(head >> 8);
      }
      at += length;
    }
  });
}

describe.each([2, 6, 10, 14, 30, 62, 126, 254, 1022])('a ring of %i words', (words) => {
  test.each([1, 2, 3, 4, 5])(
    'delivers each record once and in order, or says no; seed %i',
    (seed) => {
      const { producer, consumer } = ring(words);
      const random = new Random(seed * 7919 + words);
      const taken: number[] = [];
      const read_: number[] = [];
      let refused = 0;
      for (let number = 1; number < 3000; number++) {
        const length = 2 * (1 + Math.floor(random.next() * Math.max(1, words * 0.7)));
        const at = push(producer, length, number);
        if (at >= 0) taken.push(number);
        else refused++;
        expect(at).not.toBe(length > words ? FULL : OVERSIZED);
        if (random.next() < 0.6) read(consumer, 1 + Math.floor(random.next() * 4), read_);
      }
      for (let i = 0; i < 3000; i++) read(consumer, 100, read_);
      expect(read_).toEqual(taken);
      expect(taken.length + refused).toBe(2999);
      expect(taken.length).toBeGreaterThan(100);
      expect(consumer.waiting).toBe(0);
    },
  );

  test('takes a record as long as itself, wherever it stands', () => {
    const { producer, consumer } = ring(words);
    const read_: number[] = [];
    for (let number = 1; number < 50; number++) {
      push(producer, 2, 255);
      read(consumer, 100, []);
      // The first may find no place in one piece; then it has been made.
      if (push(producer, words, number) < 0) {
        read(consumer, 100, []);
        expect(push(producer, words, number)).toBeGreaterThan(0);
      }
      read(consumer, 100, read_);
    }
    expect(read_).toEqual(Array.from({ length: 49 }, (_, i) => i + 1));
  });
});

test('a full ring takes nothing, and what it has stays whole', () => {
  const { producer, consumer } = ring(16);
  for (let number = 1; number <= 4; number++) push(producer, 4, number);
  expect(push(producer, 2, 99)).toBe(FULL);
  const read_: number[] = [];
  read(consumer, 100, read_);
  expect(read_).toEqual([1, 2, 3, 4]);
  expect(push(producer, 2, 100)).toBeGreaterThan(0);
});

test('a record that cannot be ends the run, not the reader', () => {
  const { producer, consumer } = ring(16);
  const at = push(producer, 4, 1);
  producer.words[at] = 0;
  expect(consumer.drain(100, () => {})).toBe(1);
  expect(consumer.waiting).toBe(0);
});

test('counters go on past 2³²', () => {
  const { producer } = ring(16);
  producer.counters.add(Counter.SPANS_WRITTEN, 2 ** 32 - 1);
  producer.counters.add(Counter.SPANS_WRITTEN, 1);
  producer.counters.add(Counter.SPANS_WRITTEN, 1);
  expect(producer.counters.get(Counter.SPANS_WRITTEN)).toBe(2 ** 32 + 1);
});

test('a record that cannot be teaches no site, and holds nobody up', () => {
  const memory = new SharedArrayBuffer(ringBytes(1024));
  const producer = new RingProducer(memory);
  const at = push(producer, 4, 1);
  producer.words[at] = 0;
  const thread = new EmittingThread({ ring: memory, threadId: 0, wallAnchor: 0n });
  expect(thread.drain(100, () => {})).toBe(1);
  expect(thread.sites.size).toBe(0);
});
