import { apply } from '../../base/primordials.ts';
import { markInternal } from '../../dispatch/internal.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Bridge, CaptureOptions } from '../bridge.ts';
import { patch, type Wrap } from '../patch.ts';
import { type Tap, tapInto } from '../tap.ts';
import { captureInfo, errorOf, type Passing } from './info.ts';
import { type Info, type WinstonLogger, writerOf } from './library.ts';

/**
 * A logger is a stream: it takes a record, formats it, at once or later, and hands it to transports,
 * which is output: nothing that they print is captured.
 */
export function tapWinston(logger: unknown, capture: CaptureOptions | null): Bridge {
  const writer = writerOf(logger);
  return tapInto(writer, capture, (tap) => patch(writer, wrapsFor(writer as WinstonLogger, tap)));
}

function wrapsFor(logger: WinstonLogger, tap: Tap): Record<string, Wrap> {
  const frames = new WeakMap<object, Frame>();
  let passing: Passing | undefined;
  return {
    write: (original) =>
      function (...args) {
        const frame = currentFrame();
        if (frame !== undefined && isObject(args[0])) frames.set(args[0], frame);
        return apply(original, this, args);
      },
    _transform: (original) =>
      function (...args) {
        const [given] = args;
        const outer = passing;
        passing = isObject(given) ? passingOf(given as Info, frames.get(given)) : undefined;
        try {
          return apply(original, this, args);
        } finally {
          passing = outer;
        }
      },
    push: (original) =>
      function (...args) {
        const [info] = args;
        if (passing === undefined || !isObject(info)) return apply(original, this, args);
        const { capture, silent } = tap;
        if (capture !== undefined) {
          const target = capture.target ?? 'winston';
          captureInfo({ target, printer: silent ? null : logger }, logger, passing, info as Info);
        }
        return silent && !passing.frame?.muted ? true : apply(original, this, args);
      },
    emit: (original) =>
      function (...args) {
        const isOutput = args[0] === 'data' && !currentFrame()?.muted;
        return isOutput
          ? markInternal(() => apply(original, this, args))
          : apply(original, this, args);
      },
  };
}

function passingOf(given: Info, frame: Frame | undefined): Passing {
  return { given, error: errorOf(given), frame };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
