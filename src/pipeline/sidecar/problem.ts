import { SpanFnError, type SpanFnErrorCode } from '../../base/errors.ts';

/** An error on its way to another thread. */
export interface Problem {
  readonly code: SpanFnErrorCode;
  readonly value: unknown;
  readonly cause: string;
  readonly remedy: string;
}

/** What went wrong; for any error but our own, `otherwise` says why that matters. */
export function problemOf(error: unknown, otherwise: Omit<Problem, 'value'>): Problem {
  if (error instanceof SpanFnError) {
    const { code, value, remedy } = error;
    return { code, value: short(value), cause: short(error.reason), remedy };
  }
  const value = short(error instanceof Error ? `${error.name}: ${error.message}` : error);
  return { ...otherwise, value };
}

function short(value: unknown): string {
  return String(value).slice(0, 1000);
}
