import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { construct, getPrototypeOf } from '../base/primordials.ts';

/**
 * What Node calls an AsyncContextFrame: a map from each AsyncLocalStorage to its store. To enter
 * or leave a store makes a new map; nothing but `disable` changes one, and that takes out a store.
 */
export type AsyncContextFrame = Map<AsyncLocalStorage<unknown>, unknown>;

type Current = () => AsyncContextFrame | undefined;
type SetCurrent = (context: AsyncContextFrame | undefined) => void;
type ContextClass = (new () => object) & { readonly current: Current; readonly set: SetCurrent };

const { getOwnPropertySymbols } = Object;
const NOTHING: readonly never[] = Object.freeze([]);
const probe: AsyncLocalStorage<unknown> = new AsyncLocalStorage();

/** Up to Node 22 stores lie on jobs, and to use any makes every promise dearer. */
export const writesToJobs: boolean = 'kResourceStore' in probe;

/**
 * From Node 24 on `enterWith` and `run` copy a map to enter and another to leave, which is nearly
 * all of their cost: to go to a context that is there already is to set a pointer. Node does that
 * in `runInAsyncScope`, but only around a callback, and a body that runs in place has none. So the
 * class with the two functions is taken from the context that an AsyncResource keeps. As this is
 * documented nowhere, it is used only if it proves to do what the documented functions do.
 */
const found: ContextClass | null = writesToJobs ? null : inScopeOfItsOwn(findContextClass);

/** `Map` of the realm that Node's own classes live in; a test framework has another. */
const mapClass: new () => object = found === null ? Map : rootOf(found);

/** Whether contexts can be got and set. If not, there is never one, and setting does nothing. */
export const hasContexts: boolean = found !== null && inScopeOfItsOwn(() => proves(found)) === true;

/** The context of the running job; undefined if it is empty. */
export const currentContext: Current = hasContexts
  ? (found as ContextClass).current
  : () => undefined;

/** Makes `context` current. */
export const setContext: SetCurrent = hasContexts ? (found as ContextClass).set : () => {};

/** How many stores are in `context`. */
export function sizeOf(context: AsyncContextFrame | undefined): number {
  return context === undefined ? 0 : context.size;
}

/**
 * What `storage.enterWith(store)` makes of `context`: at half its cost and less, for the
 * constructor of Node's class copies by an iterator.
 */
export function contextWith<T>(
  context: AsyncContextFrame | undefined,
  storage: AsyncLocalStorage<T>,
  store: T,
): AsyncContextFrame {
  const copy = construct(mapClass, NOTHING, found as ContextClass) as AsyncContextFrame;
  const holdsOthers = context !== undefined && (context.size > 1 || !context.has(storage));
  if (holdsOthers) context.forEach(putInto, copy); // Most programs have no other store.
  copy.set(storage as AsyncLocalStorage<unknown>, store);
  return copy;
}

function putInto(this: AsyncContextFrame, store: unknown, storage: AsyncLocalStorage<unknown>) {
  this.set(storage, store);
}

function keepContext(): AsyncResource {
  return new AsyncResource('SpanFnContext', { requireManualDestroy: true });
}

/** Runs `run`, and puts back by documented means whatever it has entered. */
function inScopeOfItsOwn<R>(run: () => R): R | null {
  try {
    return keepContext().runInAsyncScope(run);
  } catch {
    return null;
  }
}

/** An AsyncResource has the context under some symbol: it shows by the store that is in it. */
function findContextClass(): ContextClass | null {
  const store = {};
  probe.enterWith(store);
  const kept = keepContext() as unknown as Record<symbol, Partial<AsyncContextFrame> | undefined>;
  for (const key of getOwnPropertySymbols(kept)) {
    const context = kept[key];
    if (typeof context?.get !== 'function' || context.get(probe) !== store) continue;
    return context.constructor as ContextClass;
  }
  return null;
}

function rootOf(derived: ContextClass): new () => object {
  const base = getPrototypeOf(derived) as ContextClass;
  return base.prototype === undefined ? derived : rootOf(base);
}

/** Whether contexts that are made and set here are real ones to whoever uses a storage. */
function proves({ current, set }: ContextClass): boolean {
  const other = new AsyncLocalStorage<unknown>();
  probe.enterWith(1);
  const entered = current();
  const made = contextWith(entered, other, 2);
  const isUnseen = current() === entered && other.getStore() === undefined;
  set(made);
  const isSeen = current() === made && probe.getStore() === 1 && other.getStore() === 2;
  probe.enterWith(3);
  const isCopied = current() !== made && made.get(probe) === 1 && other.getStore() === 2;
  set(made);
  const { size } = made;
  other.disable();
  const showsLoss = other.getStore() === undefined && (current() !== made || made.size < size);
  set(entered);
  const isBack = current() === entered && probe.getStore() === 1;
  set(undefined);
  const isLeft = current() === undefined && probe.getStore() === undefined;
  return isUnseen && isSeen && isCopied && showsLoss && isBack && isLeft;
}
