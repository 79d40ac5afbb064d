import type { HrTime, OtelRecord } from './library.ts';

const NS_PER_S = 1_000_000_000n;

/** Nanoseconds of Unix time. */
export function fromHrTime([seconds, nanoseconds]: HrTime): bigint {
  return BigInt(seconds) * NS_PER_S + BigInt(Math.round(nanoseconds));
}

/** Seconds and nanoseconds. */
export function toHrTime(time: bigint): HrTime {
  return [Number(time / NS_PER_S), Number(time % NS_PER_S)];
}

/** What `TimeInput` may be; small numbers count from the start of the process. */
export function fromInput(input: OtelRecord['timestamp']): bigint | undefined {
  if (Array.isArray(input)) return fromHrTime(input);
  if (input instanceof Date) return fromMilliseconds(input.getTime());
  if (typeof input !== 'number') return undefined;
  const { timeOrigin } = performance;
  return fromMilliseconds(input < timeOrigin ? input + timeOrigin : input);
}

function fromMilliseconds(ms: number): bigint | undefined {
  return Number.isFinite(ms) ? BigInt(Math.round(ms * 1e3)) * 1_000n : undefined;
}
