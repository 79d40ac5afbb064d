import { bareMethod, type Dialect, type Method } from './dialect.ts';

export const decorator: Dialect = {
  preamble: "import { spanFn } from 'spanfn';",
  method: (method) => `@spanFn({ ${optionsOf(method)} }) ${bareMethod(method)}`,
};

function optionsOf({ body, fields, proved }: Method): string {
  const kind = body === 'sync' && proved ? "kind: 'sync', " : '';
  return kind + (fields ? "args: ['a', 'b', 'c', 'd']" : '');
}
