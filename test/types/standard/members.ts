/** A decorated member keeps its type to the letter. Compiled, never run. */
import { spanFn } from 'spanfn';
import { claim, type Same } from '../same.ts';

interface Repository<T> {
  find(id: string): Promise<T | undefined>;
  readonly size: number;
}

/** Generic classes, generic methods, `this` types, interfaces. */
export class Store<T extends { id: string }> implements Repository<T> {
  readonly #rows = new Map<string, T>();

  @spanFn
  async find(id: string): Promise<T | undefined> {
    return this.#rows.get(id);
  }

  @spanFn('Store.pick')
  pick<K extends keyof T>(row: T, ...keys: K[]): Pick<T, K> {
    return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>;
  }

  @spanFn({ level: 'debug' })
  add(row: T): this {
    this.#rows.set(row.id, row);
    return this;
  }

  @spanFn
  get size(): number {
    return this.#rows.size;
  }

  @spanFn
  set limit(rows: number) {
    void rows;
  }
}

type Row = { id: string; price: number };
claim<Same<Store<Row>['find'], (id: string) => Promise<Row | undefined>>>();
claim<Same<Store<Row>['pick'], <K extends keyof Row>(row: Row, ...keys: K[]) => Pick<Row, K>>>();
claim<Same<Store<Row>['size'], number>>();

export class LimitedStore extends Store<Row> {}
export const chained: LimitedStore = new LimitedStore().add({ id: 'a', price: 1 });

/** Overloads, optional and rest parameters, predicates, generators. */
export class Parser {
  parse(text: string): object;
  parse(text: string, strict: true): string[];
  @spanFn
  parse(text: string, strict?: boolean): object {
    return strict === true ? [text] : { text };
  }

  @spanFn
  isEmpty(value: unknown): value is '' {
    return value === '';
  }

  @spanFn
  assertText(value: unknown): asserts value is string {
    if (typeof value !== 'string') throw new TypeError();
  }

  @spanFn
  *tokens(text: string): Generator<string, number, boolean> {
    yield text;
    return 1;
  }

  @spanFn
  async *lines(text?: string): AsyncGenerator<string> {
    yield text ?? '';
  }
}

export const strict: string[] = new Parser().parse('', true);
export function narrowed(value: unknown): string {
  const parser: Parser = new Parser();
  parser.assertText(value);
  return value;
}
claim<Same<Parser['tokens'], (text: string) => Generator<string, number, boolean>>>();

/** Private, static and symbol members; fields; accessors that hold a value or a function. */
export class Corners {
  @spanFn
  #hidden(times: number): string {
    return 'x'.repeat(times);
  }

  @spanFn
  static of(this: typeof Corners, times: number): Corners {
    return new Corners(times);
  }

  @spanFn
  private static accessorless(): void {}

  @spanFn
  protected [Symbol.toPrimitive](): number {
    return this.#hidden(1).length;
  }

  @spanFn
  readonly arrow = (times: number): string => this.#hidden(times);

  @spanFn({ kind: 'sync' })
  optional?: (times: number) => string;

  @spanFn
  accessor count = 0;

  @spanFn('Corners.later')
  accessor later = async (): Promise<void> => {};

  constructor(readonly times: number) {
    Corners.accessorless();
  }
}
claim<Same<Corners['arrow'], (times: number) => string>>();
claim<Same<Corners['count'], number>>();

/** Classes: plain, abstract, generic, with a private constructor. */
@spanFn
export class Plain {}

@spanFn('Shape')
export abstract class Shape {
  abstract area(): number;
}

@spanFn({ exclude: ['get', /^_/], redact: ['secret'] })
export class Box<T> {
  constructor(readonly value: T) {}
}

@spanFn()
export class Single {
  static readonly only: Single = new Single();
  private constructor() {}
}

/** Refused: fields that hold no function. */
export class Mistakes {
  // @ts-expect-error a number is no function
  @spanFn
  count = 1;

  // @ts-expect-error an object is no function
  @spanFn('named')
  settings = { a: 1 };

  // @ts-expect-error a text is no function
  @spanFn({ level: 'info' })
  title = '';

  // @ts-expect-error a static number is no function
  @spanFn
  static total = 0;
}
