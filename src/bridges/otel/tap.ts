import { apply, getPrototypeOf, hasOwn } from '../../base/primordials.ts';
import { internalFrame, markInternal } from '../../dispatch/internal.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Bridge, CaptureOptions } from '../bridge.ts';
import { patch } from '../patch.ts';
import { type Tap, tapInto } from '../tap.ts';
import type { OtelLogger, OtelRecord } from './library.ts';
import { captureRecord, fromApi } from './record.ts';

/** Who emits a record. */
interface Emitter {
  readonly frame: Frame | undefined;
  readonly printer: object | null;
}

/** Loggers of one provider, which is known by `printer`. */
interface Captured extends CaptureOptions {
  readonly printer: object;
}

/** Of the record that is being emitted; null while none is. */
let emitting: Emitter | null = null;

/** Who has called the logger that a processor gets a record of. */
export function emitter(): Emitter {
  return emitting ?? { frame: currentFrame(), printer: null };
}

/** What all loggers of a provider have in common, by which it is known; else the logger itself. */
export function printerOf(logger: OtelLogger): object {
  return (logger as { readonly _sharedState?: object })._sharedState ?? logger;
}

/**
 * What loggers of this class emit is output, and so is all that comes of it, such as the batch of a
 * timer that they start: nothing that an exporter prints is captured. With `capture`, what is emitted
 * by this logger, and by all of its provider, is captured itself.
 */
export function tapOtel(logger: OtelLogger, capture: CaptureOptions | null): Bridge {
  const owner = ownerOf(logger);
  const captured = capture && { ...capture, printer: printerOf(logger) };
  return tapInto<Captured>(owner, captured, (tap) =>
    patch(owner, {
      emit: (original) =>
        function (...args) {
          const outer = emitting;
          const isTold = captureFrom(tap, this, args[0]);
          // A processor that captures is not to tell it again.
          const frame = isTold ? internalFrame() : currentFrame();
          emitting = { frame, printer: printerOf(this) };
          try {
            return markInternal(() => apply(original, this, args));
          } finally {
            emitting = outer;
          }
        },
    }),
  );
}

function captureFrom(tap: Tap<Captured>, logger: Emitting, record: OtelRecord): boolean {
  const printer = printerOf(logger);
  const use = tap.uses.findLast(({ capture }) => capture?.printer === printer);
  if (!use?.capture || logger.enabled?.(record) === false) return false;
  const scope = logger._instrumentationScope ?? logger.instrumentationScope;
  const target = use.capture.target ?? scope?.name ?? 'opentelemetry';
  captureRecord({ frame: currentFrame(), target, printer }, fromApi(record));
  return true;
}

/** A logger of the SDK, which keeps its name to itself by now. */
interface Emitting extends OtelLogger {
  enabled?(record: OtelRecord): boolean;
  readonly _instrumentationScope?: { readonly name: string };
  readonly instrumentationScope?: { readonly name: string };
}

function ownerOf(logger: object): object {
  let at: object = logger;
  while (!hasOwn(at, 'emit')) at = getPrototypeOf(at) as object;
  return at;
}
