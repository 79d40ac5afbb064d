import { runInFrame } from '../../frame/frame.ts';
import { current } from '../../span/current.ts';
import { traceFields } from '../told.ts';
import { formattedFrame } from './tap.ts';

/** A format of winston, for `format.combine`. */
export interface WinstonFormat {
  transform<T extends object>(info: T): T;
}

/**
 * A format that puts `trace_id`, `span_id` and `trace_flags` of the current span on each record. It goes
 * ahead of the format that makes text of the record.
 *
 * When transports are slow, winston formats records later than they are logged, maybe in another span:
 * `correlateWinston` knows the right one, and so does this if the logger is captured or fed.
 */
export function winstonFormat(): WinstonFormat {
  return { transform: (info) => runInFrame(formattedFrame(), () => addIds(info)) };
}

/** Adds the ids of the current span, if there is one and it has none yet. */
export function addIds<T extends object>(info: T): T {
  const span = current();
  return span === undefined || 'trace_id' in info ? info : Object.assign(info, traceFields(span));
}
