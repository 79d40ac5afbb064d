import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { RingConsumer, ringBytes } from '../../src/wire/ring.ts';
import { bundle } from '../program.ts';

const RECORDS = 100_000;

/** Writes records of many lengths as fast as it can, each with a sum of what is in it. */
const producer = (): Promise<string> =>
  bundle(`
    import { parentPort, workerData } from 'node:worker_threads';
    import { RingProducer } from './src/wire/ring.ts';
    const ring = new RingProducer(workerData.memory);
    const wasRefused = new Int32Array(workerData.wasRefused);
    const { words } = ring;
    let refused = 0;
    for (let number = 1, written = 0; written < ${RECORDS}; number++) {
      const length = 4 + 2 * (number % 29);
      const at = ring.reserve(length);
      if (at < 0) { refused = number; Atomics.store(wasRefused, 0, 1); continue; }
      written++;
      let sum = 0;
      words[at] = length * 4;
      words[at + 1] = 2;
      words[at + 2] = number;
      for (let i = 4; i < length; i++) {
        words[at + i] = Math.imul(number, i);
        sum = (sum + words[at + i]) | 0;
      }
      words[at + 3] = sum;
      ring.commit(length);
    }
    parentPort.postMessage(refused);
  `);

test.each([256, 4096, 65_536])(
  'no record is torn between two threads, in a ring of %i bytes',
  async (bytes) => {
    const memory = new SharedArrayBuffer(ringBytes(bytes));
    const consumer = new RingConsumer(memory);
    const wasRefused = new Int32Array(new SharedArrayBuffer(4));
    const workerData = { memory, wasRefused: wasRefused.buffer };
    const worker = new Worker(await producer(), { eval: true, workerData });
    const exited = once(worker, 'exit');
    let isDone = false;
    let lastRefused = 0;
    worker.once('message', (count) => {
      isDone = true;
      lastRefused = count;
    });
    let read = 0;
    let last = 0;
    let torn = 0;
    const take = (start: number, end: number): void => {
      const { words } = consumer;
      for (let at = start; at < end; at += (words[at] as number) >> 2) {
        if (words[at + 1] !== 2) continue;
        const length = (words[at] as number) >> 2;
        let sum = 0;
        for (let i = 4; i < length; i++) sum = (sum + (words[at + i] as number)) | 0;
        if (sum !== words[at + 3] || (words[at + 2] as number) <= last) torn++;
        last = words[at + 2] as number;
        read++;
      }
    };
    // Nothing is read until the ring was full once, so that it is full and empty in turn.
    while (Atomics.load(wasRefused, 0) === 0) await new Promise(setImmediate);
    while (!isDone) {
      for (let i = 0; i < 1000; i++) consumer.drain(100, take);
      await new Promise(setImmediate);
    }
    while (consumer.drain(100, take) > 0);
    await exited;
    expect(torn).toBe(0);
    expect(read).toBe(RECORDS);
    expect(lastRefused).toBeGreaterThan(0);
  },
);
