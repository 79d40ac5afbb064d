import type { Batch, Exporter, ExportResult } from './exporter.ts';
import { TimeoutError } from './failure.ts';
import { Pause } from './pause.ts';

/** Calls an exporter: once at a time, for a limited time each. */
export class Attempts {
  readonly #exporter: Exporter;
  readonly #timeout: number;
  readonly #closing: AbortSignal;
  /** An exporter may ignore its signal. It is not called again before it has settled. */
  #settled: Promise<unknown> = Promise.resolve();

  /**
   * @param timeout milliseconds
   * @param closing ends the attempt that is under way
   */
  constructor(exporter: Exporter, timeout: number, closing: AbortSignal) {
    this.#exporter = exporter;
    this.#timeout = timeout;
    this.#closing = closing;
  }

  /** Rejects with what the exporter throws, or with `TimeoutError`. */
  async make(batch: Batch): Promise<ExportResult | void> {
    const over = new AbortController();
    // No `AbortSignal.any`: a signal that lives on would keep what was derived from it.
    const close = (): void => over.abort(this.#closing.reason);
    this.#closing.addEventListener('abort', close);
    const time = new Pause(this.#timeout, () => over.abort(new TimeoutError()));
    try {
      return await this.#call(batch, over.signal);
    } finally {
      time.end();
      this.#closing.removeEventListener('abort', close);
    }
  }

  async #call(batch: Batch, signal: AbortSignal): Promise<ExportResult | void> {
    const over = aborted(signal);
    await Promise.race([this.#settled, over]);
    const call = (async () => this.#exporter.export(batch, signal))();
    const ignore = (): void => {};
    this.#settled = call.then(ignore, ignore);
    return Promise.race([call, over]);
  }
}

/** Rejects when `signal` aborts: for an exporter that does not mind it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
