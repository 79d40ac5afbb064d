import type { Variables } from './variables.ts';

/** Bounds of what one span or log event holds. Undefined is what no variable sets. */
export interface RecordLimits {
  /** UTF-16 units of one text. */
  readonly length?: number | undefined;
  /** Fields of one span or log event. */
  readonly fields?: number | undefined;
}

/** Of attributes in general, of those of spans, and of those of log events. */
const OWNERS = ['', 'SPAN_', 'LOGRECORD_'];

/** Reads the bounds. There is one set of them for spans and log events: the tightest counts. */
export function readLimits(variables: Variables): RecordLimits {
  const tightest = (what: string): number | undefined => {
    const values = OWNERS.map((owner) => variables.whole(`OTEL_${owner}ATTRIBUTE_${what}`, 0));
    const set = values.filter((value) => value !== undefined);
    return set.length === 0 ? undefined : Math.min(...set);
  };
  return { length: tightest('VALUE_LENGTH_LIMIT'), fields: tightest('COUNT_LIMIT') };
}
