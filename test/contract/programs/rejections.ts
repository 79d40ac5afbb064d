import Bluebird from 'bluebird';
import { spanFn } from 'spanfn';

class Account<T> extends Promise<T> {}

class Query {
  readonly #error: Error;
  constructor(error: Error) {
    this.#error = error;
  }
  // biome-ignore lint/suspicious/noThenProperty: a lazy thenable is what this is.
  then(...handlers: Parameters<Promise<never>['then']>): Promise<unknown> {
    return Promise.reject(this.#error).then(...handlers);
  }
}

const later = (Class: PromiseConstructor, error: Error): Promise<never> =>
  new Class((_, reject) => queueMicrotask(() => reject(error)));

/** One method for each kind of promise; `handled` asks for one that is handled inside. */
export class Rejecting {
  @spanFn async async(error: Error, handled: boolean): Promise<unknown> {
    const work = Promise.reject(error);
    if (handled) return work.catch(() => 'handled');
    return work;
  }

  @spanFn async afterAwait(error: Error, handled: boolean): Promise<unknown> {
    try {
      await null;
      throw error;
    } catch (caught) {
      if (handled) return 'handled';
      throw caught;
    }
  }

  @spanFn returned(error: Error, handled: boolean): Promise<unknown> {
    return this.#give(later(Promise, error), handled);
  }

  @spanFn settled(error: Error, handled: boolean): Promise<unknown> {
    return this.#give(Promise.reject(error), handled);
  }

  @spanFn subclass(error: Error, handled: boolean): Promise<unknown> {
    return this.#give(later(Account as unknown as PromiseConstructor, error), handled);
  }

  @spanFn process(error: Error, handled: boolean): Promise<unknown> {
    return this.#give(Object.assign(later(Promise, error), { kill() {} }), handled);
  }

  @spanFn bluebird(error: Error, handled: boolean): PromiseLike<unknown> {
    return this.#give(later(Bluebird as unknown as PromiseConstructor, error), handled);
  }

  @spanFn lazy(error: Error, _handled: boolean): PromiseLike<unknown> {
    return new Query(error) as PromiseLike<unknown>;
  }

  @spanFn nested(error: Error, handled: boolean): Promise<unknown> {
    return this.returned(error, handled);
  }

  @spanFn async *stream(error: Error, handled: boolean): AsyncGenerator<unknown> {
    if (!handled) yield Promise.reject(error);
  }

  #give<T>(promise: Promise<T>, handled: boolean): Promise<T> {
    if (handled) promise.catch(() => {});
    return promise;
  }
}
