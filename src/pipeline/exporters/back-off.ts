/** When and how often a batch is tried again. */
export interface RetryPolicy {
  /** Attempts for one batch, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for each one after. */
  readonly firstDelay: number;
  readonly longestDelay: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 6, firstDelay: 500, longestDelay: 30_000 };

/**
 * Milliseconds to wait after a failed attempt: exponential, with jitter, so that the processes of a
 * fleet do not come back all at once. What the receiver asks for is kept to within the same bounds:
 * `Retry-After: 0` must make no hot loop, nor a day hold everything up.
 */
export function delayAfter(
  attempt: number,
  policy: RetryPolicy,
  asked: number | undefined,
  random: () => number = Math.random,
): number {
  const { firstDelay, longestDelay } = policy;
  if (asked !== undefined) return Math.min(Math.max(asked, firstDelay), longestDelay);
  const full = Math.min(firstDelay * 2 ** (attempt - 1), longestDelay);
  return full / 2 + (full / 2) * random();
}
