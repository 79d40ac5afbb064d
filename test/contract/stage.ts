import Bluebird from 'bluebird';
import { spanFn } from 'spanfn';

/** What a body is told to do. */
export type Mode = 'ok' | 'fail';

/** Work that a body does, for its spans to show where they hang. */
export const inner: () => void = spanFn('inner', () => {});

/** Work of the consumer while a call is under way: it must never hang below that call. */
export const between: () => void = spanFn('between', () => {});

export class Account<T> extends Promise<T> {
  balance(): number {
    return 7;
  }
}

/** A query builder: lazy, chained, run by `then`. */
export class Query implements PromiseLike<unknown> {
  runs = 0;
  conditions: string[] = [];
  readonly #mode: Mode;
  readonly #payload: unknown;

  constructor(mode: Mode, payload: unknown) {
    this.#mode = mode;
    this.#payload = payload;
  }

  where(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: a lazy thenable is what this is.
  then<A, B>(
    onFulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    this.runs++;
    return settleLater(Promise, this.#mode, this.#payload).then(onFulfilled, onRejected);
  }
}

/** The props of one run: what bodies import from `stage`, and what they leave behind. */
export class Stage {
  /** Everything seen, in order. */
  readonly log: unknown[] = [];
  /** Objects that a body made and returned. */
  readonly made: object[] = [];
  readonly inner = inner;
  readonly Query = Query;

  note = (...seen: unknown[]): void => {
    this.log.push(seen);
  };

  keep = <T extends object>(made: T): T => {
    this.made.push(made);
    return made;
  };

  /** Who `this` is, in words that are the same in both programs. */
  who = (self: unknown): string => {
    if (self === null || self === undefined) return String(self);
    return (self as { tag?: string }).tag ?? (self.constructor === Object ? 'object' : 'instance');
  };

  later = (mode: Mode, payload: unknown): Promise<unknown> => settleLater(Promise, mode, payload);

  accountLater = (mode: Mode, payload: unknown): Promise<unknown> =>
    settleLater(Account, mode, payload);

  bluebirdLater = (mode: Mode, payload: unknown): PromiseLike<unknown> =>
    settleLater(Bluebird as unknown as PromiseConstructor, mode, payload);

  /** A promise with the methods of a child process. */
  processLater = (mode: Mode, payload: unknown): Promise<unknown> =>
    Object.assign(settleLater(Promise, mode, payload), { pid: 7, kill: () => 'killed' });
}

function settleLater(Class: PromiseConstructor, mode: Mode, payload: unknown): Promise<unknown> {
  return new Class((resolve, reject) => {
    queueMicrotask(() => {
      inner();
      if (mode === 'fail') reject(payload);
      else resolve(payload);
    });
  });
}
