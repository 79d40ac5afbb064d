import { current, spanFn } from 'spanfn';

export type Then = (...handlers: ((value: unknown) => unknown)[]) => unknown;

const price = spanFn('price', () => 3);

export const currentName = (): string | undefined => current()?.name;

export class Query {
  runs = 0;
  spanInside: string | undefined;

  // biome-ignore lint/suspicious/noThenProperty: a lazy thenable is what this is.
  then(...[onFulfilled, onRejected]: Parameters<Promise<string>['then']>): Promise<unknown> {
    this.runs++;
    this.spanInside = currentName();
    return Promise.resolve('rows').then(onFulfilled, onRejected);
  }

  catch(onRejected: (error: unknown) => unknown): Promise<unknown> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally: () => void): Promise<unknown> {
    return this.then().finally(onFinally);
  }
}

export class Repo {
  @spanFn find(): Query {
    return new Query();
  }

  @spanFn findPriced(): Query {
    price();
    return new Query();
  }

  /** Any object with this `then`. */
  @spanFn thenable(then: Then): PromiseLike<unknown> {
    return { then } as unknown as PromiseLike<unknown>;
  }

  @spanFn same<T>(value: T): T {
    return value;
  }
}
