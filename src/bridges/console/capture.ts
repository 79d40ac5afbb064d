import type { Level } from '../../base/level.ts';
import { badOption } from '../../base/options.ts';
import { apply } from '../../base/primordials.ts';
import { currentFrame } from '../../frame/frame.ts';
import type { Bridge, CaptureOptions } from '../bridge.ts';
import { capture, whilePrinting } from '../captured.ts';
import { checkCapture } from '../check.ts';
import { patch, type Wrap } from '../patch.ts';
import { type Tap, tapInto } from '../tap.ts';
import { addArguments } from './arguments.ts';

/** How a console is captured. */
export interface ConsoleCaptureOptions extends CaptureOptions {
  /** Default the global one. */
  readonly console?: object | undefined;
}

/** The methods that print by themselves; `table`, `assert`, `count` and the rest call one of these. */
const LEVELS = {
  trace: 'trace',
  debug: 'debug',
  log: 'info',
  info: 'info',
  dir: 'info',
  dirxml: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies Record<string, Level>;

type Printer = keyof typeof LEVELS;

/**
 * Logs what is printed by a console, which goes on printing: texts are the message, plain objects
 * are fields, an error is what is reported. `target` is `console` unless said otherwise.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function captureConsole(options: ConsoleCaptureOptions = {}): Bridge {
  checkCapture(options, 'captureConsole()', ['console', 'target', 'silent']);
  const captured = options.console ?? globalThis.console;
  if (typeof captured !== 'object' || captured === null)
    throw badOption('captureConsole()', 'console', captured, 'a console');
  return tapInto(captured, options, (tap) => patch(captured, wrapsFor(captured, tap)));
}

function wrapsFor(captured: object, tap: Tap): Record<string, Wrap> {
  const names = Object.keys(LEVELS).filter(
    (name) => typeof (captured as Record<string, unknown>)[name] === 'function',
  );
  return Object.fromEntries(names.map((name) => [name, wrapFor(name as Printer, tap)]));
}

function wrapFor(name: Printer, tap: Tap): Wrap {
  return (original) =>
    function (...args) {
      const frame = currentFrame();
      const origin = {
        frame,
        level: LEVELS[name],
        target: tap.capture?.target ?? 'console',
        printer: null,
      };
      capture(origin, (event) =>
        // What follows the value of `dir` says how it is shown.
        addArguments(event, name === 'dir' ? args.slice(0, 1) : args),
      );
      if (tap.silent && !frame?.muted) return undefined;
      return whilePrinting(() => apply(original, this, args));
    };
}
