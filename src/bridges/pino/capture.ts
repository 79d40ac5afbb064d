import type { Bridge, CaptureOptions } from '../bridge.ts';
import { checkCapture } from '../check.ts';
import { type PinoLogger, type PinoModule, targetOf } from './library.ts';
import { tapPino } from './tap.ts';

/**
 * Logs what a logger of pino writes, and its children, or, of the module, all loggers: what its
 * level lets through, with its bindings, serialized and redacted as it does. `target` is `pino` unless
 * said otherwise.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function capturePino(pino: PinoLogger | PinoModule, options: CaptureOptions = {}): Bridge {
  checkCapture(options, 'capturePino()');
  return tapPino(targetOf(pino), options);
}
