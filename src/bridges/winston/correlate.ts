import { apply } from '../../base/primordials.ts';
import { type Bridge, bridge } from '../bridge.ts';
import { patch } from '../patch.ts';
import { addIds } from './format.ts';
import { type WinstonLogger, writerOf } from './library.ts';

/**
 * Puts `trace_id`, `span_id` and `trace_flags` of the current span on each record of a logger, and of
 * its children, when it is logged, whatever its formats are.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function correlateWinston(logger: WinstonLogger): Bridge {
  return bridge(
    patch(writerOf(logger), {
      write: (original) =>
        function (info, ...others) {
          const isRecord = typeof info === 'object' && info !== null && !Object.isFrozen(info);
          return apply(original, this, [isRecord ? addIds(info) : info, ...others]);
        },
    }),
  );
}
