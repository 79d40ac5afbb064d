import { current, spanFn } from 'spanfn';

export class Pages {
  log: string[] = [];

  @spanFn work(): string | undefined {
    return current()?.name;
  }

  @spanFn *list(pages = 2): Generator<number, string, unknown> {
    try {
      for (let page = 1; page <= pages; page++) {
        this.log.push(`page ${page} in ${this.where()}`);
        const answer = yield page;
        this.log.push(`answer ${answer} in ${this.where()}`);
      }
      return 'end';
    } finally {
      this.log.push(`left in ${this.where()}`);
    }
  }

  @spanFn *all(): Generator<number, string, unknown> {
    const end = yield* this.list();
    yield* [7, 8];
    return end;
  }

  @spanFn *stubborn(): Generator<number> {
    try {
      yield 1;
    } finally {
      yield 2;
    }
  }

  @spanFn *itself(): Generator<unknown> {
    yield this.running?.next();
  }
  running: Generator | undefined;

  @spanFn async *stream(pages = 2): AsyncGenerator<number, string, unknown> {
    try {
      for (let page = 1; page <= pages; page++) {
        await null;
        this.log.push(`page ${page} in ${this.where()}`);
        yield page;
        this.log.push(`resumed in ${this.where()}`);
      }
      return 'end';
    } finally {
      await null;
      this.log.push(`left in ${this.where()}`);
    }
  }

  @spanFn async *relay(): AsyncGenerator<number, void, unknown> {
    yield* this.stream();
    for await (const page of [5, Promise.resolve(6)]) yield page;
  }

  /** The span that is current; the bare program is told what to expect. */
  where: () => string = () => 'body';
}

export const currentName = (): string | undefined => current()?.name;
