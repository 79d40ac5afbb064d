import { currentFrame } from '../frame/frame.ts';
import type { Span } from './span.ts';

/** The innermost span that is open around the caller; undefined if there is none. */
export function current(): Span | undefined {
  const frame = currentFrame();
  return frame === undefined || frame.top === null ? undefined : (frame.top as unknown as Span);
}
