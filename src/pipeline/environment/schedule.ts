import { LARGEST, type Variables } from './variables.ts';

/** When finished spans and log events are exported. Undefined is what no variable sets. */
export interface Schedule {
  /** Milliseconds after which they go, however few. */
  readonly delay?: number | undefined;
  /** Milliseconds that one export may take, with all attempts. */
  readonly exportTimeout?: number | undefined;
  /** Spans and log events that may wait. */
  readonly maxQueueSize?: number | undefined;
  /** Spans and log events that go at once, however soon. */
  readonly maxBatchSize?: number | undefined;
}

/** Milliseconds: what `start` takes. */
const LONGEST_DELAY = 3_600_000;
/** Records: what `start` takes. */
const LONGEST_QUEUE = 1 << 22;

type Fewest = (...values: number[]) => number;

/**
 * Reads the variables of the batch processors. Spans and log events go together here: of two
 * variables for the same, the one that loses less counts.
 */
export function readSchedule(variables: Variables): Schedule {
  const read = (what: string, best: Fewest, most: number): number | undefined => {
    const values = ['OTEL_BSP_', 'OTEL_BLRP_'].map((prefix) =>
      variables.whole(prefix + what, 1, most),
    );
    const set = values.filter((value) => value !== undefined);
    return set.length === 0 ? undefined : best(...set);
  };
  const maxQueueSize = read('MAX_QUEUE_SIZE', Math.max, LONGEST_QUEUE);
  const batch = read('MAX_EXPORT_BATCH_SIZE', Math.min, LARGEST);
  return {
    delay: read('SCHEDULE_DELAY', Math.min, LONGEST_DELAY),
    exportTimeout: read('EXPORT_TIMEOUT', Math.max, LARGEST),
    maxQueueSize,
    maxBatchSize: batch === undefined ? undefined : Math.min(batch, maxQueueSize ?? batch),
  };
}
