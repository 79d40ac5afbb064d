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
