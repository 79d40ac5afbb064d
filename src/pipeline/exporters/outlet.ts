import { Warning } from '../../base/raw-log.ts';
import { Attempts } from './attempts.ts';
import { DEFAULT_RETRY, delayAfter, type RetryPolicy } from './back-off.ts';
import type { Batch, Exporter, ExportResult } from './exporter.ts';
import { type Failure, failureOf } from './failure.ts';
import { type Fate, OutletCounters } from './outlet-counters.ts';
import { Pause } from './pause.ts';

/** What is asked of an outlet. */
export interface OutletLimits {
  /** Bytes of records that may wait; what comes on top is dropped. */
  readonly queueBytes: number;
  /** Milliseconds that one attempt may take. */
  readonly timeout: number;
  readonly retry: RetryPolicy;
}

export const DEFAULT_LIMITS: OutletLimits = {
  queueBytes: 64 * 1024 * 1024,
  timeout: 10_000,
  retry: DEFAULT_RETRY,
};

/** Part of the time to close that is kept for the exporter's own `close()`. */
const CLOSING_SHARE = 1 / 4;

/**
 * Around each exporter: a bounded queue, one export at a time, a time limit, retries. Everything
 * that is offered is exported or dropped for a reason, and counted.
 */
export class Outlet {
  readonly name: string;
  readonly counters: OutletCounters;
  readonly #exporter: Exporter;
  readonly #limits: OutletLimits;
  readonly #warning: Warning;
  readonly #queue: Batch[] = [];
  readonly #closing = new AbortController();
  readonly #attempts: Attempts;
  /** Called when a batch has its fate. */
  readonly #awaited = new Map<Batch, (() => void)[]>();
  #queuedBytes = 0;
  #running: Promise<void> | undefined;
  #lastAttempts = false;

  constructor(
    exporter: Exporter,
    counters: OutletCounters = new OutletCounters(OutletCounters.allocate()),
    limits: OutletLimits = DEFAULT_LIMITS,
    warning: Warning = new Warning(`spanfn: exporter ${exporter.name}`),
  ) {
    this.name = exporter.name;
    this.counters = counters;
    this.#exporter = exporter;
    this.#limits = limits;
    this.#attempts = new Attempts(exporter, limits.timeout, this.#closing.signal);
    this.#warning = warning;
  }

  /** Takes a batch over. Never waits. */
  offer(batch: Batch): void {
    if (this.#exporter.signals?.includes(batch.signal) === false) return;
    this.counters.add(batch.signal, 'taken', batch.count);
    const isFull = this.#queuedBytes + batch.byteLength > this.#limits.queueBytes;
    // One that is larger than the whole queue is taken when nothing else waits.
    if (this.#closing.signal.aborted) this.#drop(batch, 'shutdown');
    else if (isFull && this.#queue.length > 0) this.#drop(batch, 'queueFull');
    else this.#enqueue(batch);
  }

  /** Resolves when everything taken so far has its fate, or after `ms`. */
  async flush(ms: number): Promise<void> {
    await within(ms, async () => {
      await this.#fateOf(this.#queue.at(-1));
      await this.#exporter.flush?.();
    });
  }

  /** Delivers what can be delivered within `ms`; counts the rest as lost. */
  async close(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    this.#lastAttempts = true; // Nothing waits for a better time any more.
    this.#pause?.end();
    await this.flush(ms * (1 - CLOSING_SHARE));
    this.#closing.abort(new Error('spanfn is stopped'));
    for (const batch of this.#queue.splice(0)) {
      this.#drop(batch, 'shutdown');
      this.#release(batch);
    }
    this.#queuedBytes = 0;
    await within(Math.max(0, deadline - performance.now()), async () => this.#exporter.close?.());
  }

  #enqueue(batch: Batch): void {
    this.#queue.push(batch);
    this.#queuedBytes += batch.byteLength;
    this.#running ??= this.#run();
  }

  #fateOf(batch: Batch | undefined): Promise<void> | undefined {
    if (batch === undefined) return undefined;
    return new Promise((resolve) => {
      this.#awaited.set(batch, [...(this.#awaited.get(batch) ?? []), resolve]);
    });
  }

  #release(batch: Batch): void {
    for (const resolve of this.#awaited.get(batch) ?? []) resolve();
    this.#awaited.delete(batch);
  }

  async #run(): Promise<void> {
    await undefined; // Whoever offers goes on first.
    while (this.#queue.length > 0) {
      const batch = this.#queue[0] as Batch;
      const fate = await this.#deliver(batch);
      if (this.#queue[0] !== batch) break; // Closed, and counted, meanwhile.
      this.#queue.shift();
      this.#queuedBytes -= batch.byteLength;
      if (fate !== undefined) this.#drop(batch, fate);
      this.#release(batch);
    }
    this.#running = undefined;
  }

  /** Returns why it was dropped, if it was. */
  async #deliver(batch: Batch): Promise<Fate | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#delivered(batch, await this.#attempts.make(batch));
        return undefined;
      } catch (error) {
        const fate = await this.#afterFailure(failureOf(error), attempt);
        if (fate !== undefined) return fate;
      }
    }
  }

  /** Why the batch is to be dropped; undefined, after a pause, if it is to be tried again. */
  async #afterFailure(failure: Failure, attempt: number): Promise<Fate | undefined> {
    const { retry } = this.#limits;
    this.#warn(failure.message);
    if (failure.kind === 'final') return 'refused';
    if (attempt >= retry.attempts) {
      return failure.kind === 'timeout' ? 'timeout' : 'retriesExhausted';
    }
    if (this.#lastAttempts) {
      if (attempt > 1) return 'shutdown';
      return undefined;
    }
    await this.#wait(delayAfter(attempt, retry, failure.retryAfter));
    return undefined;
  }

  #pause: Pause | undefined;

  async #wait(ms: number): Promise<void> {
    this.#pause = new Pause(ms);
    await this.#pause.over;
    this.#pause = undefined;
  }

  #delivered(batch: Batch, result: ExportResult | void): void {
    if (this.#queue[0] !== batch) return; // Closed meanwhile.
    const told = Number(result?.rejected ?? 0);
    const rejected = Math.min(
      Math.max(Number.isFinite(told) ? Math.floor(told) : 0, 0),
      batch.count,
    );
    this.counters.add(batch.signal, 'exported', batch.count - rejected);
    if (rejected > 0) this.counters.add(batch.signal, 'rejected', rejected);
  }

  #drop(batch: Batch, fate: Fate): void {
    this.counters.add(batch.signal, fate, batch.count);
  }

  #warn(message: string): void {
    if (!this.#closing.signal.aborted) this.#warning.say(message);
  }
}

/** Waits for `work`, whatever comes of it, but no longer than `ms`. */
async function within(ms: number, work: () => Promise<unknown>): Promise<void> {
  const pause = new Pause(ms);
  await Promise.race([work().catch(() => {}), pause.over]);
  pause.end();
}
