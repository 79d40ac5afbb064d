import { shared } from '../base/shared.ts';
import { type Bridge, bridge, type CaptureOptions } from './bridge.ts';

/** Why an object of another library is patched: to capture, or only to keep its output apart. */
interface Use<C> {
  readonly capture: C | null;
}

/** What is patched into one object, once, however many bridges want it. */
export class Tap<C extends CaptureOptions = CaptureOptions> {
  readonly uses: Use<C>[] = [];
  /** Takes the patch away. */
  undo: () => void = () => {};

  /** What the latest of those who capture wants; undefined if nobody does. */
  get capture(): C | undefined {
    return this.uses.findLast(({ capture }) => capture !== null)?.capture ?? undefined;
  }

  /** Whether the library is to keep quiet. */
  get silent(): boolean {
    return this.uses.some(({ capture }) => capture?.silent === true);
  }
}

const taps: WeakMap<object, Tap> = shared('taps', () => new WeakMap());

/** Patches `owner` by `install` until the bridge, and all others that use it, are off. */
export function tapInto<C extends CaptureOptions>(
  owner: object,
  capture: C | null,
  install: (tap: Tap<C>) => () => void,
): Bridge {
  const tap = (taps.get(owner) as Tap<C> | undefined) ?? new Tap<C>();
  const use: Use<C> = { capture };
  if (tap.uses.length === 0) tap.undo = install(tap);
  tap.uses.push(use);
  taps.set(owner, tap as unknown as Tap);
  return bridge(() => {
    tap.uses.splice(tap.uses.indexOf(use), 1);
    if (tap.uses.length > 0) return;
    taps.delete(owner);
    tap.undo();
  });
}
