import { current } from '../../span/current.ts';
import { traceFields } from '../told.ts';

/** As pino calls it for each record. */
export type PinoMixin = (merged: object, level: number, logger: unknown) => object;

/**
 * For pino's option `mixin`: puts `trace_id`, `span_id` and `trace_flags` of the current span on each
 * record, and what `mixin` gives, if there is one already.
 */
// biome-ignore lint/suspicious/noExplicitAny: pino says what its mixin is called with.
export function pinoMixin(mixin?: (...args: any[]) => object): PinoMixin {
  return (merged, level, logger) => {
    const span = current();
    const ids = span === undefined ? {} : traceFields(span);
    return mixin === undefined ? ids : { ...ids, ...mixin(merged, level, logger) };
  };
}
