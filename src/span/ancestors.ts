import type { Trace } from '../base/ids.ts';
import type { LiveSpan } from './live-span.ts';
import type { RemoteSpan } from './remote-span.ts';

/** The parent; null at a root. Of one that was let go of, the second word of its id. */
export type Above = LiveSpan | RemoteSpan | number | null;

/** Whether the parent is in another process or thread. */
export function isRemote(above: Above): above is RemoteSpan {
  return above !== null && typeof above !== 'number' && above.remote;
}

/** The parent as long as it is at hand, and in this thread. */
export function liveOf(above: Above): LiveSpan | null {
  return above === null || typeof above === 'number' || above.remote ? null : above;
}

/** First word of the parent's id; 0 if there is none. */
export function idHighOf(above: Above, trace: Trace): number {
  if (above === null) return 0;
  return isRemote(above) ? above.idHigh : trace.spanHigh;
}

/** Second word of the parent's id; 0 if there is none. */
export function idLowOf(above: Above): number {
  if (above === null) return 0;
  return typeof above === 'number' ? above : above.idLow;
}

/** Begins all ancestors that have not begun, outermost first; there may be more than the stack holds. */
export function beginAncestors(nearest: LiveSpan): void {
  const waiting = [nearest];
  for (let at = nearest.unbegunParent; at !== null; at = at.unbegunParent) waiting.push(at);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) next.beginAlone();
}
