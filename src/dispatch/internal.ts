import { currentFrame, Frame, runInFrame } from '../frame/frame.ts';
import { markThread } from './installed.ts';

/**
 * Marks code as part of the telemetry itself: nothing in it is traced. With a function, that
 * call and all it starts; without one, the whole thread from now on.
 */
export function markInternal(): void;
export function markInternal<R>(run: () => R): R;
export function markInternal<R>(run?: () => R): R | undefined {
  if (run === undefined) {
    markThread(true);
    return undefined;
  }
  return runInFrame(internalFrame(), run);
}

/** The frame around the caller, but for being part of the telemetry. */
export function internalFrame(): Frame {
  const outer = currentFrame();
  return new Frame(outer?.top ?? null, outer?.context ?? null, null, 'internal');
}
