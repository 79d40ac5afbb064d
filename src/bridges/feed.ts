import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { markInternal } from '../dispatch/internal.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import { type Bridge, bridge } from './bridge.ts';
import { isPrintedBy } from './captured.ts';

/** A dispatcher whose events go to another library, until it is closed or switched off. */
export type Feed = Dispatcher & Bridge & { event(event: ReadableEvent): void };

/**
 * Gives each event to `emit`, but for those that come from `printer` and are printed there already;
 * `output` keeps what the library writes from being captured.
 */
export function feed(
  output: Bridge,
  printer: object,
  emit: (event: ReadableEvent) => void,
  flush: () => void | Promise<void> = () => {},
): Feed {
  let isOn = true;
  const ours = bridge(() => {
    isOn = false;
    output.off();
  });
  return {
    ...ours,
    event(event) {
      // In a frame of the telemetry's own, also where the program gives it what it has kept.
      if (isOn && !isPrintedBy(printer, event)) markInternal(() => emit(event));
    },
    flush,
    close: ours.off,
  };
}
