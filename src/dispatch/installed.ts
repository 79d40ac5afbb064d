import { SpanFnError } from '../base/errors.ts';
import { type Level, rankOf } from '../base/level.ts';
import { shared } from '../base/shared.ts';
import { currentFrame, type Frame } from '../frame/frame.ts';
import { registry } from '../site/registry.ts';
import type { Site } from '../site/site.ts';
import type { Dispatch } from './dispatch.ts';

/** Which dispatchers are installed in this thread, and what was kept from them. */
interface Installed {
  global: Dispatch | null;
  /** Takes events in place of the global one. */
  events: Dispatch | null;
  /** Live scoped dispatchers. */
  readonly scoped: Set<Dispatch>;
  /**
   * Scoped dispatchers so far, read at every open: zero is the fast path. Those that are gone
   * count too, since work that outlives a scope still has its frame, and must find it closed
   * rather than fall through to the global dispatcher.
   */
  scopedCount: number;
  internalThread: boolean;
  /** Spans and events that dispatchers emitted from within, silenced. */
  silenced: number;
}

const installed: Installed = shared('dispatch', () => ({
  global: null,
  events: null,
  scoped: new Set(),
  scopedCount: 0,
  internalThread: false,
  silenced: 0,
}));

/**
 * The dispatcher for a span of `site` in `frame`: the flow's own, else the global one, else
 * none. Asked only where `site.on` holds, so a lone global dispatcher is known to want it.
 */
export function dispatchFor(site: Site, frame: Frame | undefined): Dispatch | null {
  if (frame !== undefined && frame.muted !== false) return silence(frame);
  return installed.scopedCount === 0 ? installed.global : scopedFor(site, frame);
}

function scopedFor(site: Site, frame: Frame | undefined): Dispatch | null {
  const dispatch = spansIn(frame) ?? installed.global;
  return dispatch?.wants(site) ? dispatch : null;
}

/** Whom the scopes around a frame send spans to: the innermost that takes them. */
function spansIn(frame: Frame | undefined): Dispatch | null | undefined {
  let dispatch = frame?.dispatch as Dispatch | null | undefined;
  while (dispatch?.spansTo !== undefined) dispatch = dispatch.spansTo;
  return dispatch;
}

/** The same for an event. */
export function eventDispatchFor(site: Site, frame: Frame | undefined): Dispatch | null {
  if (frame !== undefined && frame.muted !== false) return silence(frame);
  const fallback = installed.events ?? installed.global;
  if (installed.scopedCount === 0) return fallback;
  const dispatch = (frame?.dispatch as Dispatch | null | undefined) ?? fallback;
  return dispatch?.wants(site) ? dispatch : null;
}

/** `dispatch`, if it wants an event of `site` which is for it alone, whatever is installed. */
export function ownDispatch(
  dispatch: Dispatch,
  site: Site,
  frame: Frame | undefined,
): Dispatch | null {
  if (frame !== undefined && frame.muted !== false) return silence(frame);
  return !installed.internalThread && dispatch.wants(site) ? dispatch : null;
}

function silence(frame: Frame): null {
  if (frame.muted === 'dispatching') installed.silenced++;
  return null;
}

/**
 * Refuses a second global dispatcher, beside one that does not yield.
 *
 * @throws SpanFnError `SPANFN_DISPATCHER_SET` if there is one.
 */
export function refuseSecond(): void {
  if (installed.global !== null && !installed.global.yields) {
    throw new SpanFnError('SPANFN_DISPATCHER_SET', {
      value: 'a second start()',
      cause: 'spanfn is already started in this thread',
      remedy: 'Stop it first, pass { replace: true }, or use withDispatcher() for one scope.',
    });
  }
}

/** Whether it is the global dispatcher, and makes room for another. */
export function isYielding(dispatch: Dispatch): boolean {
  return installed.global === dispatch && dispatch.yields;
}

/** Installs the global dispatcher; one that was there before is flushed and closed. */
export function installGlobal(dispatch: Dispatch): void {
  const replaced = installed.global;
  installed.global = dispatch;
  refresh();
  void replaced?.close();
}

/** Removes the global dispatcher, if it is still this one. */
export function uninstallGlobal(dispatch: Dispatch): void {
  if (installed.global !== dispatch) return;
  installed.global = null;
  refresh();
}

/** The global dispatcher, if there is one. */
export function globalDispatch(): Dispatch | null {
  return installed.global;
}

/** What takes events that are in no scope. */
export function globalEvents(): Dispatch | null {
  return installed.events ?? installed.global;
}

/** Sends events elsewhere than to the global dispatcher; null ends that. */
export function installEvents(dispatch: Dispatch | null): void {
  const replaced = installed.events;
  installed.events = dispatch;
  refresh();
  void replaced?.close();
}

/** Removes and closes the global dispatcher, if there is one. */
export async function closeGlobal(): Promise<void> {
  const dispatch = installed.global;
  if (dispatch === null) return;
  uninstallGlobal(dispatch);
  await dispatch.close();
}

/** Opens a scope for `dispatch`. */
export function addScoped(dispatch: Dispatch): void {
  installed.scopedCount++;
  installed.scoped.add(dispatch);
  refresh();
}

/** Closes the scope of `dispatch`: no span begins there any more. */
export function removeScoped(dispatch: Dispatch): void {
  dispatch.retire();
  installed.scoped.delete(dispatch);
  refresh();
}

/** Silences the whole thread, for good or until unmarked. */
export function markThread(internal: boolean): void {
  installed.internalThread = internal;
  refresh();
}

/** Whether a span of this level and target would be recorded where the caller stands. */
export function isEnabled(level: Level = 'fatal', target = ''): boolean {
  const frame = currentFrame();
  if (isSilent(frame)) return false;
  return (spansIn(frame) ?? installed.global)?.lets(rankOf(level), target) ?? false;
}

/** Whether an event of this level and target would be. */
export function isEventEnabled(level: Level, target: string): boolean {
  const frame = currentFrame();
  const dispatch = (frame?.dispatch as Dispatch | null | undefined) ?? globalEvents();
  return !isSilent(frame) && dispatch?.takesEvents === true && dispatch.lets(rankOf(level), target);
}

/** Whether one would be that is for `dispatch` alone. */
export function isOwnEnabled(dispatch: Dispatch, level: Level, target: string): boolean {
  return !isSilent(currentFrame()) && dispatch.lets(rankOf(level), target);
}

/** Whether nothing is recorded in a frame of this thread. */
function isSilent(frame: Frame | undefined): boolean {
  return installed.internalThread || (frame !== undefined && frame.muted !== false);
}

/** What dispatchers emitted from within, and nobody saw. */
export function silencedCount(): number {
  return installed.silenced;
}

/** Rewrites every site's `on`; to be called after any change to a dispatcher's wishes. */
export function refresh(): void {
  const spans = liveWith(installed.global);
  const events = liveWith(globalEvents());
  if (installed.internalThread || spans.length + events.length === 0) registry.decide(() => false);
  else {
    registry.decide((site) =>
      (site.kind === 'event' ? events : spans).some((dispatch) => dispatch.wants(site)),
    );
  }
}

function liveWith(fallback: Dispatch | null): Dispatch[] {
  return fallback === null ? [...installed.scoped] : [...installed.scoped, fallback];
}
