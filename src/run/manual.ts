import { types } from 'node:util';
import type { AnyFunction } from '../base/any-function.ts';
import { SpanFnError } from '../base/errors.ts';
import type { Level } from '../base/level.ts';
import { debts } from '../base/overdue.ts';
import { bareCopy } from '../base/primordials.ts';
import { currentFrame, Frame, frameBelow, pop, switchFrame } from '../frame/frame.ts';
import { internedSite } from '../site/interned.ts';
import { LiveSpan } from '../span/live-span.ts';
import { NOOP_SPAN } from '../span/noop-span.ts';
import { createPlaced, newSpan, type SpanMaker } from '../span/open.ts';
import type { Span, SpanPlacement } from '../span/span.ts';
import { runFlowOf } from './flow.ts';
import { runInOwnFrame } from './sync.ts';

/** Inherits nothing: a polluted `Object.prototype` must not place spans. */
const NO_OPTIONS: ManualSpanOptions = Object.freeze(bareCopy({}));

/** A span made by hand. */
export interface ManualSpanOptions extends SpanPlacement {
  /** Default `info`. */
  readonly level?: Level | undefined;
  /** What filters match; default the empty target. */
  readonly target?: string | undefined;
  /** Fields at the begin. */
  readonly fields?: object | undefined;
}

/**
 * Runs `run` inside a span of this name, and gives back what it gives: a value, a promise, an
 * error. The span ends when the result has settled.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export function span<R>(name: string, run: (span: Span) => R): R;
export function span<R>(name: string, options: ManualSpanOptions, run: (span: Span) => R): R;
/**
 * Opens a span until it is disposed: `using s = span('parse')`. For synchronous blocks; across
 * an `await`, use a callback.
 */
export function span(name: string, options?: ManualSpanOptions): Span & Disposable;
export function span<R>(
  name: string,
  optionsOrRun?: ManualSpanOptions | ((span: Span) => R),
  run?: (span: Span) => R,
): R | (Span & Disposable) {
  const callback = typeof optionsOrRun === 'function' ? optionsOrRun : run;
  const options = typeof optionsOrRun === 'function' ? NO_OPTIONS : checkOptions(optionsOrRun);
  return callback === undefined ? openGuard(name, options) : runSpan(name, options, callback);
}

function runSpan<R>(name: string, options: ManualSpanOptions, run: (span: Span) => R): R {
  const site = internedSite(name, options.level, options.target);
  if (!site.on) return run(NOOP_SPAN);
  const outer = currentFrame();
  const isFlow = types.isAsyncFunction(run);
  const span = createPlaced(newSpan, site, outer, isFlow ? 'async' : 'thread', options);
  if (span === null) return run(NOOP_SPAN);
  if (options.fields !== undefined) span.set(options.fields);
  span.begin();
  const frame = frameBelow(outer, span);
  const runner = isFlow ? runFlowOf : runInOwnFrame;
  return runner(frame, span, run as AnyFunction, undefined, [span]) as R;
}

function openGuard(name: string, options: ManualSpanOptions): Span & Disposable {
  const site = internedSite(name, options.level, options.target);
  if (!site.on) return NOOP_SPAN;
  const outer = currentFrame();
  const span = createPlaced(newGuardSpan, site, outer, 'thread', options);
  if (span === null) return NOOP_SPAN;
  if (options.fields !== undefined) span.set(options.fields);
  span.begin();
  span.enter(outer);
  return span;
}

/** A frame that guards opened where there was none, and that the last of them closes. */
class GuardFrame extends Frame {}

/** A span that knows where it was pushed, to be popped by `using`. */
class GuardSpan extends LiveSpan implements Disposable {
  private home: Frame | undefined;

  enter(outer: Frame | undefined): void {
    this.home = outer ?? new GuardFrame(null, null, null, false);
    this.below = this.home.top;
    this.home.top = this;
    if (outer === undefined) switchFrame(this.home);
  }

  [Symbol.dispose](): void {
    const frame = this.home;
    if (frame === undefined) return;
    this.home = undefined;
    pop(frame, this);
    const isLast = frame instanceof GuardFrame && frame.top === null;
    if (isLast && currentFrame() === frame) switchFrame(undefined);
    try {
      this.end();
    } catch {
      // Only a stack overflow, and what the block ends with goes first.
      debts.list[debts.list.length] = this;
    }
  }
}

const newGuardSpan: SpanMaker<GuardSpan> = (...given) => new GuardSpan(...given);

function checkOptions(options: ManualSpanOptions | undefined): ManualSpanOptions {
  if (options === undefined) return NO_OPTIONS;
  if (typeof options === 'object' && options !== null) return bareCopy(options);
  throw new SpanFnError('SPANFN_BAD_OPTION', {
    value: options,
    cause: 'The second argument of span() must be options or a function',
    remedy: "Write span('name', () => …) or span('name', { fields }, () => …).",
  });
}
