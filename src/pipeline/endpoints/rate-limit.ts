/** A token bucket: so many requests a second, and twice as many at once after a pause. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #left: number;
  #filledAt: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = Math.max(1, perSecond * 2);
    this.#now = now;
    this.#left = this.#burst;
    this.#filledAt = now();
  }

  /** Takes one; returns 0, or the seconds until there is one again. */
  take(): number {
    const now = this.#now();
    const earned = ((now - this.#filledAt) / 1000) * this.#perSecond;
    this.#left = Math.min(this.#burst, this.#left + earned);
    this.#filledAt = now;
    if (this.#left < 1) return (1 - this.#left) / this.#perSecond;
    this.#left--;
    return 0;
  }
}
