import type { Bridge, CaptureOptions } from '../bridge.ts';
import { checkCapture } from '../check.ts';
import type { WinstonLogger } from './library.ts';
import { tapWinston } from './tap.ts';

/**
 * Logs what a logger of winston writes, and its children: what its level, or that of a transport, lets
 * through, as its formats leave it. `target` is `winston` unless said otherwise. A child stands for
 * the logger that it is a child of.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function captureWinston(logger: WinstonLogger, options: CaptureOptions = {}): Bridge {
  checkCapture(options, 'captureWinston()');
  return tapWinston(logger, options);
}
