import { SIGNALS, type Signal } from './exporter.ts';

/** What becomes of a span or log event that an exporter was offered. */
export const FATES = [
  'taken',
  'exported',
  /** The queue was full. */
  'queueFull',
  /** The exporter failed in a way that no retry mends. */
  'refused',
  /** The receiver took the batch, but not this part of it. */
  'rejected',
  /** All attempts failed. */
  'retriesExhausted',
  /** The last attempt took too long. */
  'timeout',
  /** Not delivered when time was up at the end. */
  'shutdown',
] as const;

export type Fate = (typeof FATES)[number];

const NAMES = { traces: 'spans', logs: 'logs' } as const;

/**
 * What is counted of one exporter, in shared memory: written by the sidecar, read by any thread.
 * What was taken and has no other fate yet is in the queue.
 */
export class OutletCounters {
  readonly #values: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#values = new Float64Array(memory);
  }

  /** Memory for one. */
  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(SIGNALS.length * FATES.length * 8);
  }

  add(signal: Signal, fate: Fate, count: number): void {
    const at = indexOf(signal, fate);
    this.#values[at] = (this.#values[at] as number) + count;
  }

  get(signal: Signal, fate: Fate): number {
    return this.#values[indexOf(signal, fate)] as number;
  }

  /** What was taken and has no other fate yet. */
  pending(signal: Signal): number {
    const [taken, ...others] = FATES.map((fate) => this.get(signal, fate));
    return others.reduce((left, count) => left - count, taken as number);
  }

  /** By name, such as `otlp.spansExported`; what never happened is left out. */
  named(exporter: string): Record<string, number> {
    const named: Record<string, number> = {};
    for (const signal of SIGNALS) {
      const pending = this.pending(signal);
      if (pending > 0) named[`${exporter}.${NAMES[signal]}Pending`] = pending;
      for (const fate of FATES) {
        const count = this.get(signal, fate);
        const isTold = count > 0 || (signal === 'traces' && fate === 'exported');
        if (isTold) named[`${exporter}.${NAMES[signal]}${capitalised(fate)}`] = count;
      }
    }
    return named;
  }
}

function indexOf(signal: Signal, fate: Fate): number {
  return SIGNALS.indexOf(signal) * FATES.length + FATES.indexOf(fate);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
