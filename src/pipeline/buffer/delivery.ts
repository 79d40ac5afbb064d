import { subscribe, toPromise } from '../../base/primordials.ts';
import { markInternal } from '../../dispatch/internal.ts';
import type { Batch } from '../exporters/exporter.ts';

/** What is delivered from. */
export interface Held {
  readonly isEmpty: boolean;
  drain(): Batch;
}

const DONE: Promise<void> = Promise.resolve();

/** Hands over what is held, one batch after another: some time after the first event, or at once. */
export class Delivery {
  readonly #held: Held;
  readonly #deliver: (batch: Batch) => unknown;
  readonly #delay: number;
  #timer: NodeJS.Timeout | undefined;
  /** Until the latest batch is delivered. */
  #underway: Promise<void> | undefined;
  #failed = 0;

  constructor(held: Held, deliver: (batch: Batch) => unknown, delay: number) {
    this.#held = held;
    this.#deliver = deliver;
    this.#delay = delay;
  }

  /** Events of batches that it failed at. */
  get failed(): number {
    return this.#failed;
  }

  /** Sees to it that what is held now is delivered. While nothing is held there is no timer. */
  schedule(): void {
    if (this.#timer !== undefined || this.#held.isEmpty) return;
    this.#timer = setTimeout(() => void this.flush(), this.#delay);
    this.#timer.unref();
  }

  /** What is not waited for is delivered when this returns: at the exit there is no later. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#underway !== undefined) return this.#underway.then(() => this.flush());
    if (this.#held.isEmpty) return DONE;
    this.#underway = this.#send(this.#held.drain());
    return this.#underway ?? DONE;
  }

  #send(batch: Batch): Promise<void> | undefined {
    const settle = (): void => {
      this.#underway = undefined;
    };
    const fail = (): void => {
      this.#failed += batch.count;
      settle();
    };
    try {
      const result: unknown = markInternal(() => this.#deliver(batch));
      if (typeof result !== 'object' || result === null) return undefined;
      return subscribe(toPromise(result), settle, fail);
    } catch {
      fail();
      return undefined;
    }
  }
}
