import type { AnyFunction } from '../base/any-function.ts';
import { apply } from '../base/primordials.ts';
import type { SpanKind } from '../dispatch/readable-span.ts';
import { currentFrame, frameBelow } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import { create } from '../span/open.ts';
import { runInOwnFrame } from './sync.ts';

/**
 * Runs a function of which nothing is proved, or that is only declared to return a promise: in a
 * frame of its own, like an async one. Its begin waits until a span begins below it or the
 * function returns, because the span of a lazy thenable begins only when somebody wants the value.
 */
export function runAuto(
  site: Site,
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
): unknown {
  const outer = currentFrame();
  const span = create(site, outer, spanKindOf(site), self, args);
  if (span === null) return apply(fn, self, args);
  return runInOwnFrame(frameBelow(outer, span), span, fn, self, args);
}

/** A function declared to return a promise is async also when it throws instead. */
export function spanKindOf(site: Site): SpanKind {
  return site.kind === 'promise' ? 'async' : 'thread';
}
