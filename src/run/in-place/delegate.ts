import { types } from 'node:util';
import { getOwnPropertyDescriptor, hasOwn } from '../../base/primordials.ts';
import { always, CoveredIterable } from './covered.ts';
import type { InPlaceSpan } from './in-place-span.ts';

/**
 * What `yield*` delegates to instead of `iterable`: wherever that suspends, the generator does.
 * In an async generator the last step suspends too, hence `resume` around the whole `yield*`.
 */
export function delegate<T>(span: InPlaceSpan | null, iterable: T): T {
  if (span === null || iterable === null || iterable === undefined) return iterable;
  const suspends = span.site.kind === 'generator' ? yields : always;
  return new CoveredIterable(span, iterable, suspends) as T;
}

/**
 * Whether `yield*` passes `result` on rather than ending with it. Proxies and getters are not
 * asked, since they could tell how often they are: they count as passed on.
 */
function yields(result: unknown): boolean {
  if (result === null || (typeof result !== 'object' && typeof result !== 'function')) return false;
  if (types.isProxy(result)) return true;
  const done = getOwnPropertyDescriptor(result, 'done');
  return done === undefined || !hasOwn(done, 'value') || !done.value;
}
