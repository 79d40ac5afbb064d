import { SpanFnError } from './errors.ts';

/** How much a span or event matters. */
export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Levels in ascending order; a level's rank is its index. */
export const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** A rank that no level reaches. */
export const OFF: number = LEVELS.length;

/**
 * The rank of a level by name.
 *
 * @throws SpanFnError `SPANFN_BAD_LEVEL`
 */
export function rankOf(level: Level): number {
  const rank = LEVELS.indexOf(level);
  if (rank >= 0) return rank;
  throw new SpanFnError('SPANFN_BAD_LEVEL', {
    value: level,
    cause: 'There is no such level',
    remedy: `Use one of ${LEVELS.join(', ')}.`,
  });
}
