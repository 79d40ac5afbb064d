import { Warning } from '../../base/raw-log.ts';
import { DEFAULT_RETRY, delayAfter, type RetryPolicy } from './back-off.ts';
import { type Batch, type Exporter, type ExportResult, RetryableError } from './exporter.ts';
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
    this.#warning = warning;
  }

  /** Takes a batch over. Never waits. */
  offer(batch: Batch): void {
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
      await this.#running;
      await this.#exporter.flush?.();
    });
  }

  /** Delivers what can be delivered within `ms`; counts the rest as lost. */
  async close(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    this.#lastAttempts = true; // Nothing waits for a better time any more.
    this.#pause?.end();
    await within(ms, async () => {
      await this.#running;
      await this.#exporter.flush?.();
    });
    this.#closing.abort(new Error('spanfn is stopped'));
    for (const batch of this.#queue.splice(0)) this.#drop(batch, 'shutdown');
    this.#queuedBytes = 0;
    await within(Math.max(0, deadline - performance.now()), async () => this.#exporter.close?.());
  }

  #enqueue(batch: Batch): void {
    this.#queue.push(batch);
    this.#queuedBytes += batch.byteLength;
    this.#running ??= this.#run();
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
    }
    this.#running = undefined;
  }

  /** Returns why it was dropped, if it was. */
  async #deliver(batch: Batch): Promise<Fate | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.#delivered(batch, await this.#attempt(batch));
        return undefined;
      } catch (error) {
        const fate = await this.#afterFailure(error, attempt);
        if (fate !== undefined) return fate;
      }
    }
  }

  /** Why the batch is to be dropped; undefined, after a pause, if it is to be tried again. */
  async #afterFailure(error: unknown, attempt: number): Promise<Fate | undefined> {
    const { retry } = this.#limits;
    this.#warn(error);
    const isTimeout = error instanceof TimeoutError;
    if (!isTimeout && !(error instanceof RetryableError)) return 'refused';
    if (attempt >= retry.attempts) return isTimeout ? 'timeout' : 'retriesExhausted';
    if (this.#lastAttempts) {
      if (attempt > 1) return 'shutdown';
      return undefined;
    }
    const asked = isTimeout ? undefined : error.retryAfter;
    await this.#wait(delayAfter(attempt, retry, asked));
    return undefined;
  }

  #pause: Pause | undefined;

  async #wait(ms: number): Promise<void> {
    this.#pause = new Pause(ms);
    await this.#pause.over;
    this.#pause = undefined;
  }

  async #attempt(batch: Batch): Promise<ExportResult | void> {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(new TimeoutError()), this.#limits.timeout);
    const signal = AbortSignal.any([time.signal, this.#closing.signal]);
    try {
      return await Promise.race([this.#exporter.export(batch, signal), aborted(signal)]);
    } finally {
      clearTimeout(timer);
    }
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

  #warn(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#warning.say(error instanceof Error ? error.message : String(error));
  }
}

class TimeoutError extends Error {
  constructor() {
    super('an attempt took too long');
  }
}

/** Rejects when `signal` aborts: for an exporter that does not mind it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Waits for `work`, whatever comes of it, but no longer than `ms`. */
async function within(ms: number, work: () => Promise<unknown>): Promise<void> {
  const pause = new Pause(ms);
  await Promise.race([work().catch(() => {}), pause.over]);
  pause.end();
}
