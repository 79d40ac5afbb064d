import { always, CoveredIterable } from './covered.ts';
import { FREE, type InPlaceSpan } from './in-place-span.ts';

/**
 * What `for await` loops over instead of `iterable`, so that each step runs inside the span and
 * each of the loop's own awaits suspends it. A body that owes nobody loops over the real one.
 */
export function iterate<T>(span: InPlaceSpan | null, iterable: T): T {
  if (span === null || span.phase === FREE || iterable === null || iterable === undefined) {
    return iterable;
  }
  return new CoveredIterable(span, iterable, always) as T;
}
