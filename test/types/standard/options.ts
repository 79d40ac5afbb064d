/** Options that exist, and those that do not. Compiled, never run. */
import { type SpanFnOptions, spanFn } from 'spanfn';

const fn = (): void => {};

const every: SpanFnOptions<[order: { id: number }], string> = {
  name: 'Order.place',
  level: 'warn',
  target: 'src/order',
  kind: 'auto',
  args: ({ id }) => ({ id }),
  result: (text) => ({ length: text.length }),
  fields: ({ id }) => ({ id }),
  error: (error) => error instanceof TypeError,
  redact: ['secret'],
  root: true,
  parent: ({ id }) => ({ traceId: String(id), spanId: '' }),
  links: () => [],
  exclude: ['a', /b/, Symbol.iterator],
};
spanFn(every, (order: { id: number }) => String(order.id));

/** Each may be undefined, as in `level: verbose ? 'debug' : undefined`. */
spanFn({ name: undefined, level: undefined, args: undefined, parent: undefined }, fn);

// @ts-expect-error no such option
spanFn({ nmae: 'x' }, fn);
// @ts-expect-error no such option
spanFn({ nmae: 'x' });
// @ts-expect-error no such level
spanFn({ level: 'verbose' }, fn);
// @ts-expect-error no such level
spanFn({ level: 'verbose' });
// @ts-expect-error no such kind
spanFn({ kind: 'generator' });
// @ts-expect-error names are strings or null
spanFn({ args: [1] });
// @ts-expect-error fields are an object
spanFn({ fields: 'rows' });
// @ts-expect-error says whether, not what
spanFn({ error: () => 'yes' });
// @ts-expect-error a list of names
spanFn({ redact: 'secret' });
// @ts-expect-error a span is named by both ids
spanFn({ parent: { traceId: '0' } });
// @ts-expect-error a name is a string
spanFn({ name: 7 });

/** In decorators, functions that say what they expect must fit the member. */
export class Orders {
  @spanFn({ args: ['order', null] })
  named(_order: { id: number }, _secret: string): void {}

  @spanFn({ args: (order: { id: number }) => ({ id: order.id }) })
  fitting(_order: { id: number; name: string }, _more: boolean): void {}

  @spanFn({ args: (order) => ({ id: order.id }) })
  unsaid(_order: { id: number }): void {}

  @spanFn({ args: (id: number) => ({ id }), parent: (_: number, parent: string) => parent })
  unequal(_id: number, _parent: string): void {}

  @spanFn({ args: (key: string | undefined, ...rest: number[]) => ({ key, rest }) })
  optional(_key?: string, ..._rest: number[]): void {}

  @spanFn({ args: () => ({ always: 1 }), result: (text: string) => ({ length: text.length }) })
  async resolving(_order: number): Promise<string> {
    return '';
  }

  @spanFn({ args: (price: number) => ({ price }), kind: 'sync' })
  arrow = (price: number): number => price;

  // @ts-expect-error no such option
  @spanFn({ levle: 'info' })
  misspelt(): void {}

  // @ts-expect-error no such level
  @spanFn({ level: 'loud' })
  loud(): void {}

  // @ts-expect-error the parameter is a number
  @spanFn({ args: (id: string) => ({ id }) })
  wrongArgs(_id: number): void {}

  // @ts-expect-error the method resolves to a text
  @spanFn({ result: (rows: number) => ({ rows }) })
  async wrongResult(): Promise<string> {
    return '';
  }

  // @ts-expect-error the parameter is a number
  @spanFn({ parent: (parent: string) => parent })
  wrongParent = (_id: number): void => {};
}
