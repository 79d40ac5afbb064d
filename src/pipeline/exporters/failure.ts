import { errorMessage } from '../../base/error-text.ts';

/** An attempt took too long. */
export class TimeoutError extends Error {
  constructor() {
    super('an attempt took too long');
  }
}

/** What it means that an exporter has failed. */
export interface Failure {
  readonly kind: 'retryable' | 'timeout' | 'final';
  readonly message: string;
  /** Milliseconds to wait, if the receiver has asked for it. */
  readonly retryAfter: number | undefined;
}

/** Reads whatever an exporter of the user's may have thrown. Never throws itself. */
export function failureOf(error: unknown): Failure {
  try {
    if (error instanceof TimeoutError) return { ...final(error), kind: 'timeout' };
    // By name: a module may have the class from another build, or another copy.
    const { name, retryAfter } = Object(error) as { name?: unknown; retryAfter?: unknown };
    if (name !== 'RetryableError') return final(error);
    const asked = Number.isFinite(retryAfter) ? (retryAfter as number) : undefined;
    return { ...final(error), kind: 'retryable', retryAfter: asked };
  } catch {
    return { kind: 'final', message: 'it threw what cannot be read', retryAfter: undefined };
  }
}

function final(error: unknown): Failure {
  return { kind: 'final', message: errorMessage(error), retryAfter: undefined };
}
