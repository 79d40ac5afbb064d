import { promiseHooks } from 'node:v8';
import { microtask } from '../base/primordials.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { finish, finishFailed } from './finish.ts';
import { type PromiseState, stateOf } from './promise-state.ts';

/**
 * Promises that functions without `async` returned. They may be anybody's: cached, handled
 * elsewhere, subclassed, with methods of their own. So the very object goes to the caller and
 * is never subscribed to, which would hide or invent an unhandled rejection; V8 tells us when
 * it settles. The hook is in place only while such a promise is pending.
 */
const watched = new WeakMap<Promise<unknown>, LiveSpan[]>();
let pending = 0;
let unhook: (() => void) | undefined;

/** Ends `span` when `promise` settles; at once if it has settled. */
export function watchPromise(promise: Promise<unknown>, span: LiveSpan): void {
  const others = watched.get(promise);
  if (others !== undefined) {
    others.push(span);
    return;
  }
  const state = stateOf(promise);
  if (state.status !== 'pending') {
    end(span, state);
    return;
  }
  watched.set(promise, [span]);
  if (pending++ === 0) unhook = promiseHooks.onSettled(onSettled) as () => void;
}

/**
 * V8 calls this on the way into every `resolve` and `reject`. The state shows a microtask
 * later, still before any reaction of the user's, which V8 queues after this.
 */
function onSettled(promise: Promise<unknown>): void {
  if (watched.has(promise)) microtask(() => check(promise));
}

function check(promise: Promise<unknown>): void {
  const spans = watched.get(promise);
  if (spans === undefined) return;
  const state = stateOf(promise);
  if (state.status === 'pending') return; // Resolved with another promise: V8 calls again.
  watched.delete(promise);
  if (--pending === 0) unhook?.();
  for (const span of spans) end(span, state);
}

function end(span: LiveSpan, state: PromiseState): void {
  if (state.status === 'rejected') finishFailed(span, state.value);
  else finish(span, state.value);
}
