import { apply } from '../../base/primordials.ts';
import { markInternal } from '../../dispatch/internal.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Bridge, CaptureOptions } from '../bridge.ts';
import { type Method, patch } from '../patch.ts';
import { type Tap, tapInto } from '../tap.ts';
import { captureInfo, errorOf, type Passing } from './info.ts';
import { type Info, type WinstonLogger, writerOf } from './library.ts';

/** In which frame a record was logged: it may wait before it is formatted. */
const frames = new WeakMap<object, Frame>();
/** The record that is being formatted. */
let passing: Passing | undefined;

/** In which frame the record was logged that is being formatted, as far as known. */
export function formattedFrame(): Frame | undefined {
  return passing === undefined ? currentFrame() : passing.frame;
}

/**
 * A logger is a stream: it takes a record, formats it, at once or later, and hands it to transports,
 * which is output: nothing that they print is captured.
 */
export function tapWinston(logger: unknown, capture: CaptureOptions | null): Bridge {
  const writer = writerOf(logger);
  return tapInto(writer, capture, (tap) =>
    patch(writer, {
      write: noteFrame,
      _transform: notePassing,
      push: (original) => pushFor(original, writer as WinstonLogger, tap),
      emit: emitAside,
    }),
  );
}

function noteFrame(write: Method): Method {
  return function (...args) {
    const frame = currentFrame();
    if (frame !== undefined && isObject(args[0])) frames.set(args[0], frame);
    return apply(write, this, args);
  };
}

function notePassing(transform: Method): Method {
  return function (...args) {
    const [given] = args;
    const outer = passing;
    passing = isObject(given) ? passingOf(given as Info, frames.get(given)) : undefined;
    try {
      return apply(transform, this, args);
    } finally {
      passing = outer;
    }
  };
}

/** What has been formatted is pushed on. */
function pushFor(push: Method, logger: WinstonLogger, tap: Tap): Method {
  return function (...args) {
    const [info] = args;
    if (passing === undefined || !isObject(info)) return apply(push, this, args);
    const { capture, silent } = tap;
    if (capture !== undefined) {
      const target = capture.target ?? 'winston';
      captureInfo({ target, printer: silent ? null : logger }, logger, passing, info as Info);
    }
    return silent && !passing.frame?.muted ? true : apply(push, this, args);
  };
}

/** Transports are told by the event `data`. */
function emitAside(emit: Method): Method {
  return function (...args) {
    const isOutput = args[0] === 'data' && !currentFrame()?.muted;
    return isOutput ? markInternal(() => apply(emit, this, args)) : apply(emit, this, args);
  };
}

function passingOf(given: Info, frame: Frame | undefined): Passing {
  return { given, error: errorOf(given), frame };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
