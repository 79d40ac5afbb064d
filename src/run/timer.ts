import { monotonic } from '../base/clock.ts';
import { checkName } from '../site/interned.ts';
import { current } from '../span/current.ts';

/** Measures a stretch of time. */
export interface Timer extends Disposable {
  /** Nanoseconds since the start, or until `stop`. */
  readonly elapsed: number;
  /** Ends the measurement, records it, and returns it in ns; the second time returns the same. */
  stop(): number;
}

/**
 * Measures until it is disposed or stopped, and records the nanoseconds as field `name` of the
 * span that was current at the start: `using _ = timer('parse.duration')`.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`
 */
export function timer(name: string): Timer {
  checkName(name);
  const span = current();
  const start = monotonic();
  let measured: number | undefined;
  const stop = (): number => {
    if (measured === undefined) {
      measured = Number(monotonic() - start);
      span?.set(name, measured);
    }
    return measured;
  };
  return {
    get elapsed() {
      return measured ?? Number(monotonic() - start);
    },
    stop,
    [Symbol.dispose]() {
      stop();
    },
  };
}
