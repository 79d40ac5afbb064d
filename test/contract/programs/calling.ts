import { spanFn } from 'spanfn';

export class Order {
  tag = 'order';

  greet(name: string): string {
    return `${this.tag} greets ${name}`;
  }

  @spanFn describe(): string {
    return 'an order';
  }

  static create(): Order {
    return new this();
  }
}

export class Gift extends Order {
  override tag = 'gift';

  @spanFn override greet(name: string): string {
    return `${super.greet(name)}!`;
  }

  @spanFn override describe(): string {
    return `${super.describe()}, wrapped`;
  }

  @spanFn static override create(): Order {
    // biome-ignore lint/complexity/noThisInStatic: super is what is tested.
    return super.create();
  }

  @spanFn defaults(a: number, b: number = a + 1, ...rest: number[]): unknown {
    // biome-ignore lint/complexity/noArguments: their count is what is tested.
    return [a, b, rest, arguments.length];
  }

  @spanFn async lateDefault(value: unknown = fail()): Promise<unknown> {
    return value;
  }

  @spanFn *[Symbol.iterator](): Generator<number> {
    yield 1;
  }

  @spanFn @spanFn twice(): string {
    return 'once';
  }

  wrapped = '';
  @spanFn set wrapping(value: string) {
    this.wrapped = `${this.tag} in ${value}`;
  }

  @spanFn target(): unknown {
    // @ts-expect-error The language allows it in methods, TypeScript does not.
    return new.target;
  }

  @spanFn() fieldThis = (): unknown => this.tag;
}

function fail(): never {
  throw new Error('no default');
}
