import { describe, expect, test } from 'vitest';
import { Outlet } from '../../src/pipeline/exporters/outlet.ts';
import { RecordHistory } from '../../src/pipeline/retention/record-history.ts';
import { Gatherer } from '../../src/pipeline/sidecar/gather.ts';
import { RecordKind } from '../../src/wire/record.ts';
import { RingConsumer, RingProducer, ringBytes } from '../../src/wire/ring.ts';
import { batch } from '../exporters/batch.ts';
import { Random } from '../fuzz/generate/random.ts';
import { logRecord, segmentOf, siteOf, sourceOf, spanRecord } from '../retention/records.ts';

const SEEDS = [1, 2, 3, 4, 5];

/** Sizes of what is kept, oldest first, and how many had to go. */
class Kept {
  sizes: number[] = [];
  evicted = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(bytes: number): void {
    this.sizes.push(bytes);
    while (this.sizes.length > 1 && this.bytes > this.#maxBytes) {
      this.sizes.shift();
      this.evicted++;
    }
  }

  get bytes(): number {
    return sum(this.sizes);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** A span or a log event, of some size. */
function anyRecord(random: Random): Int32Array {
  const text = 'x'.repeat(random.below(20) === 0 ? random.below(3000) : random.below(100));
  return random.below(2) === 0
    ? spanRecord({ fields: { text } })
    : logRecord({ message: text.slice(0, 200), fields: { text } });
}

describe.each(SEEDS)('whatever comes and goes (%i)', (seed) => {
  test('the bytes of what is kept of one kind are exact', () => {
    const random = new Random(seed);
    const maxBytes = 200 + random.below(4000);
    const history = new RecordHistory(RecordKind.LOG, { maxBytes });
    const model = new Kept(maxBytes);
    const source = sourceOf([siteOf(1)]);
    for (let step = 0; step < 800; step++) {
      const records = Array.from({ length: random.below(6) }, () => anyRecord(random));
      const logs = records.filter((words) => (words[1]! & 0xff) === RecordKind.LOG);
      const segment = segmentOf(source, records);
      const coming = sum(logs.map(({ byteLength }) => byteLength));
      expect(history.hasRoomFor(segment)).toBe(model.bytes + coming <= maxBytes);
      history.keep(segment);
      for (const { byteLength } of logs) model.push(byteLength);
      const held = history.all().segments;
      expect(sum(held.map(({ bytes }) => bytes.length))).toBe(model.bytes);
      if (random.below(30) === 0) {
        expect(sum(history.drain().map(({ bytes }) => bytes.length))).toBe(model.bytes);
        model.sizes = [];
      }
      const { byteLength, length, evicted, isEmpty } = history;
      expect({ byteLength, length, evicted, isEmpty }).toEqual({
        byteLength: model.bytes,
        length: model.sizes.length,
        evicted: model.evicted,
        isEmpty: model.sizes.length === 0,
      });
    }
    expect(model.evicted).toBeGreaterThan(50);
  });

  test('the bytes that wait in a ring are exact', () => {
    const random = new Random(seed);
    const memory = new SharedArrayBuffer(ringBytes(8 * (10 + random.below(100))));
    const [producer, consumer] = [new RingProducer(memory), new RingConsumer(memory)];
    const waiting: number[] = [];
    let refused = 0;
    for (let step = 0; step < 3000; step++) {
      const words = 2 * (1 + random.below(20));
      const before = consumer.waiting;
      const at = producer.reserve(words);
      if (at < 0) refused++;
      else {
        producer.words.fill(2, at, at + words);
        producer.words[at] = words * 4;
        producer.commit(words);
        waiting.push(words * 4);
        expect(consumer.waiting - before).toBeGreaterThanOrEqual(words * 4);
      }
      if (random.below(3) > 0) continue;
      const left = consumer.waiting;
      let taken = 0;
      consumer.drain(1 + random.below(5), (start, end) => {
        taken = (end - start) * 4;
        for (let i = start; i < end; i += consumer.words[i]! >> 2) {
          const isFill = consumer.words[i + 1] === RecordKind.PAD;
          if (!isFill) expect(consumer.words[i]).toBe(waiting.shift());
        }
      });
      expect(consumer.waiting).toBe(left - taken);
    }
    while (consumer.waiting > 0) consumer.drain(100, () => {});
    expect(refused).toBeGreaterThan(50);
  });

  test('the bytes that are gathered for a batch are exact', () => {
    const random = new Random(seed);
    const gatherer = new Gatherer();
    const sources = [0, 1, 2].map((threadId) => sourceOf([siteOf(1)], threadId));
    let bytes = 0;
    for (let step = 0; step < 1000; step++) {
      const record = anyRecord(random);
      gatherer.add(sources[random.below(3)]!, new Uint8Array(record.buffer));
      bytes += record.byteLength;
      expect(gatherer.byteLength).toBe(bytes);
      if (random.below(50) > 0) continue;
      expect(sum(gatherer.take().map((segment) => segment.bytes.length))).toBe(bytes);
      expect(gatherer.byteLength).toBe(0);
      bytes = 0;
    }
  });

  test('the bytes that wait for an exporter are exact', async () => {
    const random = new Random(seed);
    const free: (() => void)[] = [];
    const slow = { name: 'slow', export: () => new Promise<void>((resolve) => free.push(resolve)) };
    const queueBytes = 64 * (5 + random.below(30));
    const limits = {
      queueBytes,
      timeout: 60_000,
      retry: { attempts: 1, firstDelay: 1, longestDelay: 1 },
    };
    const outlet = new Outlet(slow, undefined, limits);
    let queue: number[] = [];
    let full = 0;
    for (let step = 0; step < 600; step++) {
      const { byteLength, count } = batch(1 + random.below(random.below(20) === 0 ? 60 : 8));
      const isRefused = queue.length > 0 && sum(queue) + byteLength > queueBytes;
      if (isRefused) full += count;
      else queue.push(byteLength);
      outlet.offer(batch(count));
      expect(outlet.counters.get('traces', 'queueFull')).toBe(full);
      await new Promise(setImmediate);
      if (random.below(2) > 0) continue;
      free.shift()?.();
      queue = queue.slice(1);
      await new Promise(setImmediate);
    }
    expect(full).toBeGreaterThan(50);
    await outlet.close(0);
  });
});
