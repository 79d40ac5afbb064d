import { HEADER_WORDS } from '../../src/wire/record.ts';
import { RingConsumer, RingProducer, ringBytes } from '../../src/wire/ring.ts';
import { median } from './median.ts';

/** Bytes of a span that has neither fields nor context. */
const LENGTH = HEADER_WORDS.SPAN;
const CAPACITY = 1 << 20;
/** Records between two turns of the consumer: half of what fits. */
const RECORDS = CAPACITY / (LENGTH * 4) / 2;
const BURSTS = 2_000;

/**
 * What it costs to push one record: its place, its words, its commitment. The consumer runs
 * in between, and is not measured: ns for each record, as one number on standard output.
 */
const memory = new SharedArrayBuffer(ringBytes(CAPACITY));
const producer = new RingProducer(memory);
const consumer = new RingConsumer(memory);

function push(): void {
  const at = producer.reserve(LENGTH);
  if (at < 0) throw new Error('The ring is full');
  const { words } = producer;
  words[at] = LENGTH * 4;
  for (let i = 1; i < LENGTH; i++) words[at + i] = i;
  producer.commit(LENGTH);
}

function drain(): number {
  return consumer.drain(RECORDS, () => {});
}

const bursts = Array.from({ length: BURSTS }, () => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < RECORDS; i++) push();
  const ns = Number(process.hrtime.bigint() - start) / RECORDS;
  const drained = drain() + drain(); // A run ends where the ring does.
  if (drained !== RECORDS) throw new Error(`${RECORDS} were pushed, and ${drained} found`);
  return ns;
});
console.log(median(bursts.slice(BURSTS / 2)));
