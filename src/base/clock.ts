import { shared } from './shared.ts';

/**
 * Nanoseconds of a clock that never goes back. BigInt, because a number loses nanoseconds
 * and costs as much; captured at load, so that fake timers do not reach it.
 */
export const monotonic: () => bigint = process.hrtime.bigint;

/** Unix time of monotonic zero, read once per thread: later clock steps move no span. */
export const wallAnchor: bigint = shared('clock', () => ({
  anchor:
    BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1_000n - monotonic(),
})).anchor;

/** Source of time. `now()` counts like `monotonic`: add `wallAnchor` for Unix nanoseconds. */
export interface Clock {
  now(): bigint;
}

/** The thread's real clock. */
export const systemClock: Clock = { now: monotonic };

const latest = new BigInt64Array(1);
/** The latest reading of `readClock` in two words, least significant first; of any clock. */
export const reading: Int32Array = new Int32Array(latest.buffer);

/**
 * Reads a clock into `reading`. A BigInt that goes straight into a typed array is never made:
 * the hot path reads the clock twice a span, and keeps words.
 */
export function readClock(clock: Clock): void {
  if (clock === systemClock) latest[0] = monotonic();
  else latest[0] = clock.now();
}

/** The nanoseconds that two words of a reading stand for. */
export function nanoseconds(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Nanoseconds from an earlier reading, in two words, to the latest one. Exact up to 104 days. */
export function sinceWords(low: number, high: number): number {
  const carried = ((reading[1] as number) - high) * 0x1_0000_0000;
  return carried + ((reading[0] as number) >>> 0) - (low >>> 0);
}

/** A clock for tests: every reading is `step` nanoseconds after the last. */
export function fixedClock(startUnixNs: bigint, step: bigint): Clock {
  let next = startUnixNs - wallAnchor;
  return {
    now() {
      const reading = next;
      next += step;
      return reading;
    },
  };
}
