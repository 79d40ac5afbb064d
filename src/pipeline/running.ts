import { captureErrorCount } from '../base/capture-errors.ts';
import { SpanFnError } from '../base/errors.ts';
import type { Level } from '../base/level.ts';
import type { Dispatch, DispatchStats } from '../dispatch/dispatch.ts';
import { refresh, silencedCount, uninstallGlobal } from '../dispatch/installed.ts';
import { parseFilter, withLevel } from '../site/filter.ts';

/** What was counted since the start. */
export interface Stats extends DispatchStats {
  /** Spans and events that dispatchers emitted from within their own callbacks; silenced. */
  readonly silenced: number;
  /**
   * Failures of functions given as `args`, `fields`, `result`, `error`, `parent` or `links`, and of
   * what computes or shows a field of an event.
   */
  readonly captureErrors: number;
  /** What the dispatcher itself counts. */
  readonly [counter: string]: number;
}

/** What there is beside the dispatcher. */
export interface Companion {
  /** Of the endpoints, if there are any. */
  readonly url: string | undefined;
  /** @throws SpanFnError `SPANFN_SNAPSHOT_FAILED` */
  snapshot(reason: string): Promise<string>;
}

/** Controls what `start` has switched on. */
export interface Handle extends AsyncDisposable {
  /** Where the endpoints listen, if `endpoints` were asked for. */
  readonly endpoints: { readonly url: string } | undefined;
  /** Replaces the filter while running. @throws SpanFnError `SPANFN_BAD_FILTER` */
  setFilter(filter: string): void;
  /**
   * Changes, while running, the level from which on spans and events are recorded: for one target and
   * what is below it, or for all that have no level of their own.
   *
   * @throws SpanFnError `SPANFN_BAD_LEVEL`, `SPANFN_BAD_FILTER` if that is no target
   */
  setLevel(level: Level | 'off', target?: string): void;
  stats(): Stats;
  /** Delivers what is held back; rejects never. */
  flush(): Promise<void>;
  /**
   * Writes what is retained, which stays, to `spanfn-<reason>-<pid>-<time>.json`, and resolves with
   * the path. Rejects with SpanFnError `SPANFN_SNAPSHOT_FAILED`.
   */
  snapshot(reason?: string): Promise<string>;
  /** Switches off: later spans cost a branch, open ones end unheard and counted. */
  stop(): Promise<void>;
}

/** The global dispatcher of this thread, under control. */
export class Running implements Handle {
  readonly endpoints: { readonly url: string } | undefined;
  readonly #dispatch: Dispatch;
  readonly #companion: Companion | undefined;
  readonly #silencedBefore: number = silencedCount();
  readonly #captureErrorsBefore: number = captureErrorCount();

  constructor(dispatch: Dispatch, companion?: Companion) {
    this.#dispatch = dispatch;
    this.#companion = companion;
    const url = companion?.url;
    this.endpoints = url === undefined ? undefined : { url };
  }

  setFilter(filter: string): void {
    this.#dispatch.filter = parseFilter(filter);
    refresh();
  }

  setLevel(level: Level | 'off', target = ''): void {
    this.#dispatch.filter = withLevel(this.#dispatch.filter, level, target);
    refresh();
  }

  stats(): Stats {
    const counted = this.#dispatch.stats();
    return {
      ...counted,
      silenced: silencedCount() - this.#silencedBefore,
      captureErrors: captureErrorCount() - this.#captureErrorsBefore,
    };
  }

  flush(): Promise<void> {
    return this.#dispatch.flush();
  }

  async snapshot(reason = 'snapshot'): Promise<string> {
    if (typeof reason !== 'string' || this.#companion === undefined) throw noSnapshot(reason);
    return this.#companion.snapshot(reason);
  }

  stop(): Promise<void> {
    uninstallGlobal(this.#dispatch);
    return this.#dispatch.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

function noSnapshot(reason: unknown): SpanFnError {
  return new SpanFnError('SPANFN_SNAPSHOT_FAILED', {
    value: reason,
    cause: 'A snapshot needs a reason that is a text, and something that is retained',
    remedy: "Call start({ retention: {} }), and snapshot('the reason').",
  });
}
