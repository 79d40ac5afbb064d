import { badOption, checkOptionNames } from '../../base/options.ts';
import type { RetryPolicy } from './back-off.ts';
import { DEFAULT_LIMITS, type OutletLimits } from './outlet.ts';

/** Limits that every exporter may be given. */
export interface LimitOptions {
  /** Milliseconds that one attempt may take; default 10,000. */
  readonly timeout?: number | undefined;
  /** Bytes of records that may wait for export; default 64 MiB. */
  readonly queueBytes?: number | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
}

export const LIMIT_NAMES: readonly (keyof LimitOptions)[] = ['timeout', 'queueBytes', 'retry'];
const RETRY_NAMES: readonly (keyof RetryPolicy)[] = ['attempts', 'firstDelay', 'longestDelay'];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkRetry(options: LimitOptions, owner: string): void {
  const { timeout, queueBytes, retry = {} } = options;
  checkPositive(owner, 'timeout', timeout);
  checkPositive(owner, 'queueBytes', queueBytes);
  checkOptionNames(retry, RETRY_NAMES, 'retry');
  for (const name of RETRY_NAMES) checkPositive('retry', name, retry[name]);
}

export function limitsOf(options: LimitOptions): OutletLimits {
  const { timeout = DEFAULT_LIMITS.timeout, queueBytes = DEFAULT_LIMITS.queueBytes } = options;
  return { timeout, queueBytes, retry: { ...DEFAULT_LIMITS.retry, ...options.retry } };
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkWhole(owner: string, name: string, value: unknown): void {
  if (value === undefined || (Number.isSafeInteger(value) && (value as number) > 0)) return;
  throw badOption(owner, name, value, 'a whole number above 0');
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkPositive(owner: string, name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value > 0 && Number.isFinite(value)))
    return;
  throw badOption(owner, name, value, 'a number above 0');
}
