import type { SpanStatus } from '../dispatch/readable-span.ts';

/** What is so of a span, in one word. */
export const BEGUN = 1;
export const ENDED = 2;
/** These three stand where the head word of a record has them. */
export const OK = 0x100;
export const FAILED = 0x200;
/** Its kind is `async`. */
export const ASYNC = 0x800;
/** Above the flags stands the depth. */
export const DEPTH_SHIFT = 12;
const MAX_DEPTH = 0x7ffff;
const DEEPEST: number = MAX_DEPTH << DEPTH_SHIFT;

/** A depth, as part of the flags. */
export function depthFlags(depth: number): number {
  return depth < MAX_DEPTH ? depth << DEPTH_SHIFT : DEEPEST;
}

/** What the flags say of success. */
export function statusOf(flags: number): SpanStatus {
  if ((flags & FAILED) !== 0) return 'error';
  return (flags & OK) === 0 ? 'unset' : 'ok';
}
