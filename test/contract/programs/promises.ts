import { spanFn } from 'spanfn';

export class Store {
  @spanFn returned<T>(promise: T): T {
    return promise;
  }

  @spanFn async awaited<T>(promise: T): Promise<Awaited<T>> {
    return await promise;
  }

  @spanFn delegated<T>(promise: T): T {
    return this.returned(promise);
  }

  @spanFn({ result: true }) recorded<T>(promise: T): T {
    return promise;
  }

  @spanFn sync(value: unknown): unknown {
    return value;
  }

  /** Sync by what is declared, promise by what is returned. */
  @spanFn({ kind: 'sync' }) mistaken<T>(promise: T): T {
    return promise;
  }
}
