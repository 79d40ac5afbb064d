import type { Trace } from '../../base/ids.ts';

/** Bits of a trace id that are random, by W3C Trace Context Level 2: the rightmost. */
const RANDOM_BITS = 56;
const ALL = 1n << BigInt(RANDOM_BITS);
const LOW_WORD = 0xffffffffn;

/**
 * Chooses a share of all traces by nothing but their ids, as OpenTelemetry defines consistent
 * probability sampling: a trace is in if its 56 random bits are not below a threshold. So all
 * processes choose the same traces, and a larger share contains each smaller one.
 */
export class Threshold {
  /** The threshold's upper 24 bits, or one more, and its lower 32. */
  readonly #high: number;
  readonly #low: number;

  /** @param ratio from 0 to 1; what is above 0 counts as 2⁻⁵⁶ at least */
  constructor(ratio: number) {
    const share = BigInt(Math.round(ratio * Number(ALL)));
    const threshold = ALL - (share === 0n && ratio > 0 ? 1n : share);
    this.#high = Number(threshold >> 32n);
    this.#low = Number(threshold & LOW_WORD);
  }

  /** Whether the trace with these last two words is in. */
  admits({ c, d }: Pick<Trace, 'c' | 'd'>): boolean {
    const high = c & 0xffffff;
    return high === this.#high ? d >>> 0 >= this.#low : high > this.#high;
  }
}
