/** A decorated member keeps its type to the letter. Compiled, never run. */
import { field, spanFn } from 'spanfn';
import { claim, type Same } from '../same.ts';

interface Repository<T> {
  find(id: string): Promise<T | undefined>;
  readonly size: number;
}

/** Generic classes, generic methods, `this` types, interfaces, other decorators beside ours. */
export class Store<T extends { id: string }> implements Repository<T> {
  private readonly rows = new Map<string, T>();

  @field
  readonly name: string = 'store';

  @field('total')
  get sum(): number {
    return this.rows.size;
  }

  @route('/find')
  @spanFn
  @route('/search')
  async find(id: string): Promise<T | undefined> {
    return this.rows.get(id);
  }

  @spanFn('Store.pick')
  pick<K extends keyof T>(row: T, ...keys: K[]): Pick<T, K> {
    return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>;
  }

  @spanFn({ level: 'debug' })
  add(row: T): this {
    this.rows.set(row.id, row);
    return this;
  }

  @spanFn()
  get size(): number {
    return this.rows.size;
  }
}

function route(_path: string): MethodDecorator {
  return () => {};
}

type Row = { id: string; price: number };
claim<Same<Store<Row>['find'], (id: string) => Promise<Row | undefined>>>();
claim<Same<Store<Row>['pick'], <K extends keyof Row>(row: Row, ...keys: K[]) => Pick<Row, K>>>();
claim<Same<Store<Row>['size'], number>>();

export class LimitedStore extends Store<Row> {}
export const chained: LimitedStore = new LimitedStore().add({ id: 'a', price: 1 });

/** Overloads, private, static and symbol members, arrow-function fields, generators. */
export class Corners {
  parse(text: string): object;
  parse(text: string, strict: true): string[];
  @spanFn
  parse(text: string, strict?: boolean): object {
    return strict === true ? [text] : { text };
  }

  @spanFn
  private hidden(times: number): string {
    return 'x'.repeat(times);
  }

  @spanFn
  static of(times: number): Corners {
    return new Corners(times);
  }

  @spanFn
  protected [Symbol.toPrimitive](): number {
    return this.hidden(1).length;
  }

  @spanFn
  arrow = (times: number): string => this.hidden(times);

  @spanFn({ kind: 'async' })
  optional?: (times: number) => Promise<string>;

  @spanFn('quiet')
  private readonly quiet = (): void => {};

  @spanFn
  *tokens(text: string): Generator<string, number, boolean> {
    this.quiet();
    yield text;
    return 1;
  }

  @spanFn
  set limit(rows: number) {
    void rows;
  }

  constructor(readonly times: number) {}
}
export const strict: string[] = new Corners(1).parse('', true);
claim<Same<Corners['arrow'], (times: number) => string>>();
claim<Same<Corners['tokens'], (text: string) => Generator<string, number, boolean>>>();

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

  // @ts-expect-error a text is no function
  @spanFn('named')
  title = '';

  // @ts-expect-error a static number is no function
  @spanFn({ level: 'info' })
  static total = 0;
}
