import { types } from 'node:util';
import type { Placement } from '../site/site.ts';
import type { LiveSpan } from './live-span.ts';
import { type RemoteSpan, remoteOf } from './remote-span.ts';

/** The parent that a placement asks for; a reference that names no span counts as none. */
export function parentOf(
  { root, parent }: Placement,
  current: LiveSpan | null,
): LiveSpan | RemoteSpan | null {
  if (root === true) return null;
  if (parent === undefined || parent === null) return current;
  return (isLive(parent) ? parent : remoteOf(parent)) ?? current;
}

/** By shape, since the span may come from another copy of this package. */
function isLive(span: unknown): span is LiveSpan {
  return typeof span === 'object' && !types.isProxy(span) && (span as LiveSpan).remote === false;
}
