import { spanFn } from 'spanfn';

/** As frameworks do it: metadata hang on the function, whatever the syntax. */
// biome-ignore lint/suspicious/noExplicitAny: one decorator for both syntaxes.
function SetMetadata(key: string, value: unknown): any {
  return (target: unknown, _context: unknown, descriptor?: PropertyDescriptor): void => {
    Reflect.defineMetadata(key, value, (descriptor?.value ?? target) as object);
  };
}

/** Replaces the method, as interceptors do. */
// biome-ignore lint/suspicious/noExplicitAny: one decorator for both syntaxes.
function Shout(target: any, _context: any, descriptor?: any): any {
  const fn = descriptor?.value ?? target;
  const shouting = function (this: unknown, ...args: unknown[]): string {
    return `${fn.apply(this, args)}!`;
  };
  if (descriptor === undefined) return shouting;
  descriptor.value = shouting;
}

export class Controller {
  @SetMetadata('role', 'admin')
  @spanFn
  above(): string {
    return 'above';
  }

  @spanFn
  @SetMetadata('role', 'guest')
  below(): string {
    return 'below';
  }

  @Shout
  @spanFn
  @Shout
  between(): string {
    return 'between';
  }

  @SetMetadata('path', '/top')
  @spanFn
  @SetMetadata('role', 'both')
  both(_id: string): void {}
}
