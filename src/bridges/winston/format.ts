import { current } from '../../span/current.ts';
import { traceFields } from '../told.ts';

/** A format of winston, for `format.combine`. */
export interface WinstonFormat {
  transform<T extends object>(info: T): T;
}

/**
 * A format that puts `trace_id`, `span_id` and `trace_flags` of the current span on each record. It goes
 * ahead of the format that makes text of the record.
 */
export function winstonFormat(): WinstonFormat {
  return {
    transform(info) {
      const span = current();
      const isTold = 'trace_id' in info;
      return span === undefined || isTold ? info : Object.assign(info, traceFields(span));
    },
  };
}
