import type { Dispatch, DispatchStats } from '../dispatch/dispatch.ts';
import { refresh, silencedCount, uninstallGlobal } from '../dispatch/installed.ts';
import { parseFilter } from '../site/filter.ts';
import { captureErrorCount } from '../span/capture-errors.ts';

/** What was counted since the start. */
export interface Stats extends DispatchStats {
  /** Spans that dispatchers emitted from within their own callbacks; silenced. */
  readonly silenced: number;
  /** Failures of functions given as `args`, `fields`, `result`, `error`, `parent` or `links`. */
  readonly captureErrors: number;
  /** What the dispatcher itself counts. */
  readonly [counter: string]: number;
}

/** Controls what `start` has switched on. */
export interface Handle extends AsyncDisposable {
  /** Replaces the filter while running. @throws SpanFnError `SPANFN_BAD_FILTER` */
  setFilter(filter: string): void;
  stats(): Stats;
  /** Delivers what is held back; rejects never. */
  flush(): Promise<void>;
  /** Switches off: later spans cost a branch, open ones end unheard and counted. */
  stop(): Promise<void>;
}

/** The global dispatcher of this thread, under control. */
export class Running implements Handle {
  readonly #dispatch: Dispatch;
  readonly #silencedBefore: number = silencedCount();
  readonly #captureErrorsBefore: number = captureErrorCount();

  constructor(dispatch: Dispatch) {
    this.#dispatch = dispatch;
  }

  setFilter(filter: string): void {
    this.#dispatch.filter = parseFilter(filter);
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

  stop(): Promise<void> {
    uninstallGlobal(this.#dispatch);
    return this.#dispatch.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
