import { apply } from '../../base/primordials.ts';
import { internalFrame } from '../../dispatch/internal.ts';
import { currentFrame, type Frame, switchFrame } from '../../frame/frame.ts';
import type { Bridge, CaptureOptions } from '../bridge.ts';
import { patch, type Wrap } from '../patch.ts';
import { type Tap, tapInto } from '../tap.ts';
import type { PinoSymbols, PinoTarget } from './library.ts';
import { captureLine, type Written } from './line.ts';

/** The frame that the logger was called in, of the record that is being written. */
let caller: Frame | undefined;
let isWriting = false;
/** The line that was captured last: loggers inherit, and more than one may be tapped. */
let captured: string | undefined;
const QUIET = { write() {} };

/**
 * A logger makes a line, which runs the program's code, and writes it, which is output: from there
 * on nothing is captured, whatever the stream prints, now or later.
 */
export function tapPino({ owner, symbols }: PinoTarget, capture: CaptureOptions | null): Bridge {
  return tapInto(owner, capture, (tap) =>
    patch(owner, {
      [symbols.write]: wrapWrite(tap, symbols),
      [symbols.asJson]: wrapAsJson(tap, symbols),
    }),
  );
}

function wrapWrite(tap: Tap, { stream }: PinoSymbols): Wrap {
  return (original) =>
    function (...args) {
      const outer = currentFrame();
      const before = { caller, isWriting };
      caller = outer;
      isWriting = true;
      try {
        const isSilent = tap.silent && !outer?.muted;
        const logger = isSilent ? Object.create(this, { [stream]: { value: QUIET } }) : this;
        return apply(original, logger, args);
      } finally {
        ({ caller, isWriting } = before);
        if (currentFrame() !== outer) switchFrame(outer);
      }
    };
}

function wrapAsJson(tap: Tap, symbols: PinoSymbols): Wrap {
  return (original) =>
    function (...args) {
      captured = undefined;
      const line: string = apply(original, this, args);
      if (!isWriting) return line;
      const { capture } = tap;
      if (capture !== undefined && captured !== line) {
        const [object, , number, time] = args;
        const written: Written = { logger: this, symbols, object, number, time, line };
        const printer = tap.silent ? null : this[symbols.stream];
        captureLine({ frame: caller, target: capture.target ?? 'pino', printer }, written);
        captured = line;
      }
      if (!currentFrame()?.muted) switchFrame(internalFrame());
      return line;
    };
}
