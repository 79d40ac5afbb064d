/** Options that exist, and those that do not. Compiled, never run. */
import { spanFn } from 'spanfn';

export class Orders {
  @spanFn({ args: ['order', null] })
  named(_order: { id: number }, _secret: string): void {}

  @spanFn({ args: (order: { id: number }) => ({ id: order.id }), level: 'warn' })
  fitting(_order: { id: number; name: string }, _more: boolean): void {}

  @spanFn({ args: () => ({ always: 1 }), result: (text: string) => ({ length: text.length }) })
  async resolving(_order: number): Promise<string> {
    return '';
  }

  @spanFn({ args: (id: number) => ({ id }), parent: (_: number, parent: string) => parent })
  unequal(_id: number, _parent: string): void {}

  // @ts-expect-error the parameter is a number
  @spanFn({ args: (id: string) => ({ id }) })
  wrongArgs(_id: number): void {}

  // @ts-expect-error the method resolves to a text
  @spanFn({ result: (rows: number) => ({ rows }) })
  async wrongResult(): Promise<string> {
    return '';
  }

  // @ts-expect-error no such option
  @spanFn({ levle: 'info' })
  misspelt(): void {}

  // @ts-expect-error no such level
  @spanFn({ level: 'loud' })
  loud(): void {}

  // @ts-expect-error parameters cannot be decorated
  parameter(@spanFn _value: number): void {}
}
