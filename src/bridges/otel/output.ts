import { apply, getPrototypeOf, hasOwn } from '../../base/primordials.ts';
import { markInternal } from '../../dispatch/internal.ts';
import { currentFrame, type Frame } from '../../frame/frame.ts';
import type { Bridge } from '../bridge.ts';
import { patch } from '../patch.ts';
import { tapInto } from '../tap.ts';
import type { OtelLogger } from './library.ts';

/** Who emits a record. */
interface Emitter {
  readonly frame: Frame | undefined;
  readonly printer: object | null;
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
 * timer that they start: nothing that an exporter prints is captured.
 */
export function quietOutput(logger: OtelLogger): Bridge {
  const owner = ownerOf(logger);
  return tapInto(owner, null, () =>
    patch(owner, {
      emit: (original) =>
        function (...args) {
          const outer = emitting;
          emitting = { frame: currentFrame(), printer: printerOf(this) };
          try {
            return markInternal(() => apply(original, this, args));
          } finally {
            emitting = outer;
          }
        },
    }),
  );
}

function ownerOf(logger: object): object {
  let at: object = logger;
  while (!hasOwn(at, 'emit')) at = getPrototypeOf(at) as object;
  return at;
}
