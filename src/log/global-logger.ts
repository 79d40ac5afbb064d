import { countCaptureError } from '../base/capture-errors.ts';
import { SpanFnError } from '../base/errors.ts';
import type { Level } from '../base/level.ts';
import { shared } from '../base/shared.ts';
import { Dispatch } from '../dispatch/dispatch.ts';
import { globalEvents, installEvents, refresh } from '../dispatch/installed.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import { parseFilter, withLevel } from '../site/filter.ts';

/**
 * Takes the place of the default logger: log events go here instead of to what `start` has
 * switched on. Whatever it throws or rejects with is counted and goes no further.
 */
export interface GlobalLogger {
  /** Gets each event that its level lets through. */
  emit(event: ReadableEvent): void;
  /** Delivers what is held back. */
  flush?(): void | Promise<void>;
  /** Told when the program sets a level, for one target or, without one, for the rest. */
  setLevel?(level: Level | 'off', target?: string): void;
}

const replaced: { logger: GlobalLogger | null } = shared('logger', () => ({ logger: null }));

/**
 * Sends all log events to `logger` from now on, or, with null, to where they went before; but for
 * those of a scope, such as a recorded test. It begins with the levels that hold now, else `info`.
 * Returns what undoes it.
 *
 * @throws SpanFnError `SPANFN_BAD_DISPATCHER`
 */
export function setLogger(logger: GlobalLogger | null): Disposable {
  if (logger !== null) check(logger);
  const dispatch = logger === null ? null : dispatchTo(logger);
  replaced.logger = logger;
  installEvents(dispatch);
  return {
    [Symbol.dispose]() {
      if (dispatch !== null && replaced.logger === logger) setLogger(null);
    },
  };
}

function dispatchTo(logger: GlobalLogger): Dispatch {
  const filter = globalEvents()?.filter ?? parseFilter('info');
  const dispatcher = {
    event: (event: ReadableEvent) => logger.emit(event),
    flush: () => logger.flush?.(),
  };
  return new Dispatch(dispatcher, { filter });
}

/**
 * Changes which events, and spans, are recorded from now on.
 *
 * @throws SpanFnError `SPANFN_BAD_LEVEL`
 */
export function setLevel(level: Level | 'off', target: string): void {
  const dispatch = globalEvents();
  if (dispatch !== null) {
    dispatch.filter = withLevel(dispatch.filter, level, target);
    refresh();
  }
  try {
    replaced.logger?.setLevel?.(level, ...(target === '' ? [] : [target]));
  } catch {
    countCaptureError();
  }
}

/** Delivers what is held back of the events. */
export async function flushEvents(): Promise<void> {
  await globalEvents()?.flush();
}

function check(logger: GlobalLogger): void {
  const { emit, flush, setLevel } = (logger ?? {}) as Partial<GlobalLogger>;
  const isOptional = (method: unknown): boolean =>
    method === undefined || typeof method === 'function';
  if (typeof emit === 'function' && isOptional(flush) && isOptional(setLevel)) return;
  throw new SpanFnError('SPANFN_BAD_DISPATCHER', {
    value: logger,
    cause: 'A logger must be an object with a method emit',
    remedy: 'Give { emit(event) { … } }; flush and setLevel may be there too.',
  });
}
