import type { LiveSpan } from './live-span.ts';

/** Begins all ancestors that have not begun, outermost first; there may be more than the stack holds. */
export function beginAncestors(nearest: LiveSpan): void {
  const waiting = [nearest];
  for (let at = nearest.unbegunParent; at !== null; at = at.unbegunParent) waiting.push(at);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) next.beginAlone();
}
