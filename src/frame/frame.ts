import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks';
import { apply } from '../base/primordials.ts';
import { shared } from '../base/shared.ts';
import type { Fields } from '../base/value.ts';
import {
  contextWith,
  currentContext,
  hasContexts,
  setContext,
  sizeOf,
  writesToJobs,
} from './async-context-frame.ts';

/** What a stack holds; spans, seen from below. */
export interface OnStack {
  /** The entry under this one while it is on a stack. */
  below: OnStack | null;
}

/** Why instrumentation keeps quiet in a frame, if it does. */
export type Muted = false | 'internal' | 'dispatching';

/**
 * What one asynchronous flow knows: the span at the top of its stack, the fields of its
 * context, its own dispatcher. Everything the flow starts inherits the frame.
 */
export class Frame {
  /** The current span. The bottom entry is the span that owns the flow and is never popped. */
  declare top: OnStack | null;
  declare readonly context: Fields | null;
  /** A dispatcher for this flow alone; `dispatch/` gives it its type. */
  declare readonly dispatch: object | null;
  declare readonly muted: Muted;

  constructor(top: OnStack | null, context: Fields | null, dispatch: object | null, muted: Muted) {
    this.top = top;
    this.context = context;
    this.dispatch = dispatch;
    this.muted = muted;
  }
}

/** Where frames lie. Outside of this folder nobody needs it. */
export const storage: AsyncLocalStorage<Frame | undefined> = shared(
  'frame',
  () => new AsyncLocalStorage(),
);

/**
 * Up to Node 22 the storage writes to the resource of the running job, such as the promise that
 * `then` has returned. The user may have frozen that. Here lies the frame of such a job instead,
 * for as long as it runs; what it starts gets the one that it began with.
 */
let ofFrozenJob: { readonly job: object; readonly frame: Frame | undefined } | null = null;
const TypeErrorHere = TypeError;
const isExtensible = Object.isExtensible;

/** The frame of the running flow: a function for each way, so small that V8 always inlines it. */
export const currentFrame: () => Frame | undefined = hasContexts ? frameInContext : frameInJob;

function frameInContext(): Frame | undefined {
  return currentContext()?.get(storage) as Frame | undefined;
}

function frameInJob(): Frame | undefined {
  if (ofFrozenJob !== null && ofFrozenJob.job === executionAsyncResource()) {
    return ofFrozenJob.frame;
  }
  return storage.getStore();
}

/** Calls `run` so that it, and all it starts, has `frame`. */
export function runInFrame<A extends unknown[], R>(
  frame: Frame | undefined,
  run: (...args: A) => R,
  ...args: A
): R {
  if (hasContexts) return runInContext(frame, run, args);
  if (writesToJobs && !isExtensible(executionAsyncResource())) {
    const outer = currentFrame();
    switchFrame(frame);
    try {
      return run(...args);
    } finally {
      switchFrame(outer);
    }
  }
  return storage.run(frame, run, ...args);
}

/**
 * `storage.run`, but for the way back, which is the context that was left if nothing has changed:
 * what `run` has entered in other storages outlasts it.
 */
function runInContext<A extends unknown[], R>(
  frame: Frame | undefined,
  run: (...args: A) => R,
  args: A,
): R {
  const outer = currentFrame();
  if (outer === frame) return apply(run, undefined, args);
  const left = currentContext();
  const entered = contextWith(left, storage, frame);
  const { size } = entered;
  setContext(entered);
  try {
    return apply(run, undefined, args);
  } finally {
    if (currentContext() === entered && sizeOf(entered) === size) setContext(left);
    else switchFrame(outer);
  }
}

/**
 * Makes `frame` current until the caller switches back: for guards, which have no callback.
 * In an `async` function the switch leaks into its caller until the first `await`.
 */
export function switchFrame(frame: Frame | undefined): void {
  try {
    storage.enterWith(frame);
  } catch (error) {
    if (!(error instanceof TypeErrorHere)) throw error; // The stack overflows.
    const isOwn = frame === storage.getStore();
    ofFrozenJob = isOwn ? null : { job: executionAsyncResource(), frame };
  }
}

/** A frame inside `outer` whose current span is `top`. */
export function frameBelow(outer: Frame | undefined, top: OnStack | null): Frame {
  return outer === undefined
    ? new Frame(top, null, null, false)
    : new Frame(top, outer.context, outer.dispatch, outer.muted);
}

/**
 * Takes `entry` off the stack, wherever it is: guards may be disposed out of order, or twice.
 * It lets go of what was below it.
 */
export function pop(frame: Frame, entry: OnStack): void {
  if (frame.top === entry) {
    frame.top = entry.below;
    entry.below = null;
    return;
  }
  for (let at = frame.top; at !== null; at = at.below) {
    if (at.below === entry) {
      at.below = entry.below;
      entry.below = null;
      return;
    }
  }
}
