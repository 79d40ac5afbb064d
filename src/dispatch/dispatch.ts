import { types } from 'node:util';
import { type Clock, systemClock } from '../base/clock.ts';
import { type Ids, type Trace, threadIds } from '../base/ids.ts';
import { debts, settleDebts } from '../base/overdue.ts';
import { subscribe, toPromise } from '../base/primordials.ts';
import { Frame } from '../frame/frame.ts';
import { keepScope, type Scope } from '../frame/scope.ts';
import { EVERYTHING, type Filter } from '../site/filter.ts';
import type { Site } from '../site/site.ts';
import { checkDispatcher } from './check-dispatcher.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { ReadableEvent } from './readable-event.ts';
import type { ReadableSpan } from './readable-span.ts';
import type { Sampler } from './sampler.ts';
import type { Sink } from './sink.ts';

/** What spanfn counts for one installed dispatcher. */
export interface DispatchStats {
  /** Spans whose begin was dispatched. */
  readonly spansBegun: number;
  /** Spans whose end was dispatched. */
  readonly spansEnded: number;
  /** Log events that were dispatched. */
  readonly eventsEmitted: number;
  /** Ends, and events, that came after the dispatcher was closed, and were dropped. */
  readonly endsAfterClose: number;
  /** Times the dispatcher threw or rejected. */
  readonly dispatcherErrors: number;
}

/** How a dispatcher is installed. */
export interface DispatchOptions {
  readonly filter?: Filter | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
  /** Gets spans and events before the dispatcher does. */
  readonly sink?: Sink | undefined;
  readonly sampler?: Sampler | undefined;
  /** Makes room for a dispatcher that the program asks for. */
  readonly yields?: boolean | undefined;
  /** It takes events alone. Spans go to this one instead, or, with null, to the global one. */
  readonly spansTo?: Dispatch | null | undefined;
}

type Callback = (subject: never) => unknown;

/**
 * A dispatcher as installed: filtered, fenced in and counted. Every span keeps the one it began
 * with, so that begin and end go to the same place.
 */
export class Dispatch {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sampler: Sampler | null;
  /** Whether a second global dispatcher takes its place rather than be refused. */
  yields: boolean;
  readonly #sink: Sink | null;
  readonly #dispatcher: Dispatcher;
  /** Whether there is anybody to tell of a begin. */
  readonly #tellsBegin: boolean;
  readonly #spanBegin: Callback | undefined;
  readonly #spanEnd: Callback | undefined;
  readonly #event: Callback | undefined;
  /** Whether the dispatcher itself hears of events, and may keep them. */
  readonly hearsEvents: boolean;
  /** Whether events go anywhere. */
  readonly takesEvents: boolean;
  /** Whom spans go to in its place; undefined if it takes them itself. */
  readonly spansTo: Dispatch | null | undefined;
  readonly #scope: Scope;
  #filter: Filter;
  #verdicts: (boolean | undefined)[] = [];
  #retired = false;
  #closed = false;
  #closing: Promise<void> | undefined;
  #begun = 0;
  #ended = 0;
  #events = 0;
  #late = 0;
  #errors = 0;
  readonly #countError = (): void => {
    this.#errors++;
  };

  constructor(dispatcher: Dispatcher, options: DispatchOptions = {}) {
    checkDispatcher(dispatcher);
    this.#dispatcher = dispatcher;
    this.#spanBegin = dispatcher.spanBegin;
    this.#spanEnd = dispatcher.spanEnd;
    this.#event = dispatcher.event;
    this.#filter = options.filter ?? EVERYTHING;
    this.clock = options.clock ?? systemClock;
    this.ids = options.ids ?? threadIds;
    this.#sink = options.sink ?? null;
    this.#tellsBegin = dispatcher.spanBegin !== undefined || this.#sink?.begin !== undefined;
    this.hearsEvents = dispatcher.event !== undefined;
    this.takesEvents = this.hearsEvents || this.#sink?.event !== undefined;
    this.sampler = options.sampler ?? null;
    this.yields = options.yields === true;
    this.spansTo = options.spansTo;
    // The re-entrancy flag stands in a frame of the dispatcher's own rather than in the frame
    // of the traced code: so it also covers what the dispatcher does after an `await`.
    this.#scope = keepScope(new Frame(null, null, null, 'dispatching'));
  }

  get filter(): Filter {
    return this.#filter;
  }

  set filter(filter: Filter) {
    this.#filter = filter;
    this.#verdicts = [];
  }

  /** Whether spans, or events, of this site go to the dispatcher. */
  wants(site: Site): boolean {
    if (this.#retired) return false;
    let verdict = this.#verdicts[site.id];
    if (verdict === undefined) {
      verdict =
        site.rank >= this.#filter.threshold(site.target) &&
        (site.kind === 'event' ? this.takesEvents : this.spansTo === undefined) &&
        this.#asks(site);
      this.#verdicts[site.id] = verdict;
    }
    return verdict;
  }

  /** Whether the filter lets this level of this target through. */
  lets(rank: number, target: string): boolean {
    return !this.#retired && rank >= this.#filter.threshold(target);
  }

  begin(span: ReadableSpan): void {
    if (this.#closed) return;
    if (this.#tellsBegin) this.#tellBegin(span);
    this.#begun++;
  }

  /** Like begins: the sink comes last, and once. */
  end(span: ReadableSpan): void {
    if (this.#closed) {
      this.#late++;
      return;
    }
    if (debts.list.length > 0) settleDebts();
    if (this.#spanEnd !== undefined) this.#call(this.#spanEnd, span);
    if (this.#sink !== null) this.#sink.end(span);
    this.#ended++;
  }

  event(event: ReadableEvent): void {
    if (this.#closed) {
      this.#late++;
      return;
    }
    if (this.#sink?.event !== undefined) this.#sink.event(event);
    if (this.#event !== undefined) this.#call(this.#event, event);
    this.#events++;
  }

  /** Decides whether a trace is recorded; a remote parent has said so of it, if there is one. */
  sample(site: Site, trace: Trace, hasRemoteParent: boolean): void {
    const parent = hasRemoteParent ? { sampled: trace.sampled } : null;
    try {
      trace.sampled = this.sampler?.sample(site, trace, parent) !== false;
    } catch {
      this.#errors++;
      trace.sampled = true;
    }
  }

  /** From now on no span begins here; those that are open still end here. */
  retire(): void {
    settleDebts();
    this.#retired = true;
  }

  /** Rejects never: what the dispatcher fails at is counted. */
  async flush(): Promise<void> {
    settleDebts();
    await this.#lifecycle('flush');
  }

  /** Ends the dispatcher's life; what comes later is dropped and counted. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  stats(): DispatchStats & Record<string, number> {
    settleDebts();
    return {
      spansBegun: this.#begun,
      spansEnded: this.#ended,
      eventsEmitted: this.#events,
      endsAfterClose: this.#late,
      dispatcherErrors: this.#errors,
      ...(this.sampler !== null && { samplerErrors: this.sampler.failures }),
      ...this.#ownStats(),
    };
  }

  async #close(): Promise<void> {
    this.retire();
    this.#closed = true;
    // Waits only where there is something to wait for: at the exit of the process there is no
    // later, and a dispatcher that needs none must still be closed.
    const flushed = this.#lifecycle('flush');
    if (flushed !== undefined) await flushed;
    await this.#lifecycle('close');
  }

  #asks(site: Site): boolean {
    return this.#guarded(() => this.#dispatcher.wants?.(site) ?? true) ?? false;
  }

  /** The sink comes last, and once: after a stack overflow on the way, all of it is tried again. */
  #tellBegin(span: ReadableSpan): void {
    if (this.#spanBegin !== undefined) this.#call(this.#spanBegin, span);
    this.#sink?.begin?.(span);
  }

  #call(callback: Callback, subject: ReadableSpan | ReadableEvent): void {
    try {
      const result = this.#scope.run(callback, this.#dispatcher, [subject as never]);
      if (result !== undefined) this.#outlive(result);
    } catch (error) {
      this.#errors++;
      if (isStackOverflow(error)) throw error; // Not the dispatcher's fault, nor delivered.
    }
  }

  /** Calls the dispatcher for anything else; undefined if it throws. */
  #guarded<R>(call: () => R): R | undefined {
    try {
      return this.#scope.run(call, undefined, []);
    } catch {
      this.#errors++;
      return undefined;
    }
  }

  /** A callback that turned out to be async must not become an unhandled rejection. */
  #outlive(result: unknown): void {
    if (typeof result !== 'object' || result === null) return;
    subscribe(toPromise(result), ignore, this.#countError);
  }

  /** Calls `flush` or `close`, and says until when that takes, if it does. */
  #lifecycle(name: 'flush' | 'close'): Promise<void> | undefined {
    const result: unknown = this.#guarded(() => this.#dispatcher[name]?.());
    if (!types.isPromise(result)) return undefined;
    return subscribe(result, ignore, this.#countError);
  }

  #ownStats(): Readonly<Record<string, number>> {
    return this.#guarded(() => this.#dispatcher.stats?.()) ?? {};
  }
}

function ignore(): void {}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}
