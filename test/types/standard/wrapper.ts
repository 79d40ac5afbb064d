/** `spanFn(fn)` gives a function of the very same type. Compiled, never run. */
import { type SpanFn, spanFn } from 'spanfn';
import { claim, type Same } from '../same.ts';

function generic<T, const K extends keyof T>(value: T, key: K): T[K] {
  return value[key];
}

function overloaded(value: string): string;
function overloaded(value: number): number;
function overloaded(value: string | number): string | number {
  return value;
}

function bound(this: Date, days: number): Date {
  return new Date(this.getTime() + days);
}

async function fetchRow(id: number, table = 'rows'): Promise<{ id: number }> {
  return { id: id + table.length };
}

const described = Object.assign((value: number) => value, { displayName: 'described' });

export const wrapped = {
  generic: spanFn(generic),
  overloaded: spanFn('overloaded', overloaded),
  bound: spanFn({ level: 'debug' }, bound),
  fetchRow: spanFn({ args: ['id'], result: true }, fetchRow),
  described: spanFn(described),
};

claim<Same<typeof wrapped.generic, typeof generic>>();
claim<Same<typeof wrapped.overloaded, typeof overloaded>>();
claim<Same<typeof wrapped.bound, typeof bound>>();
claim<Same<typeof wrapped.fetchRow, typeof fetchRow>>();
claim<Same<typeof wrapped.described, typeof described>>();

// @ts-expect-error `this` must be a date
wrapped.bound(1);
// @ts-expect-error there is no such overload
wrapped.overloaded(true);

/** Functions written in place; with the type of a variable; as generators. */
export const inPlace: (a: number, b: string) => string = spanFn((a: number, b: string) => b + a);
export const typed: (a: number) => string = spanFn('typed', (a) => a.toFixed());
export const generator = spanFn(function* (count: number) {
  yield count;
});
claim<Same<ReturnType<typeof generator>, Generator<number, void, unknown>>>();

/** Options speak of the function's own parameters and of what it resolves to. */
spanFn({ args: (id, table) => ({ id: id.toFixed(), table: table?.length }) }, fetchRow);
spanFn({ fields: (id) => ({ half: id / 2 }) }, fetchRow);
spanFn({ result: (row) => ({ id: row.id.toFixed() }) }, fetchRow);
spanFn({ parent: (id) => (id > 1 ? '00-00-00-00' : null), links: (id) => [String(id)] }, fetchRow);
spanFn({ result: (date) => ({ day: date.getDay() }) }, bound);
spanFn(
  {
    args(id) {
      claim<Same<typeof id, number>>();
      return {};
    },
    result(row) {
      claim<Same<typeof row, { id: number }>>();
      return {};
    },
  },
  fetchRow,
);

// @ts-expect-error a number has no such method
spanFn({ args: (id) => ({ id: id.trim() }) }, fetchRow);
// @ts-expect-error the function has two parameters
spanFn({ args: (_id: number, _table: string | undefined, third: number) => ({ third }) }, fetchRow);
// @ts-expect-error the first parameter is a number
spanFn({ args: (id: string) => ({ id }) }, fetchRow);
// @ts-expect-error the row has no name
spanFn({ result: (row) => ({ name: row.name }) }, fetchRow);
// @ts-expect-error the promise is awaited
spanFn({ result: (row) => row.then() }, fetchRow);
// @ts-expect-error fields are an object
spanFn({ result: (row) => row.id }, fetchRow);

/** Classes come back as they went in. */
class Cart {
  total(): number {
    return 1;
  }
}
claim<Same<ReturnType<typeof wrapClass>, typeof Cart>>();
function wrapClass() {
  return spanFn(Cart);
}

/** What cannot be wrapped. */
// @ts-expect-error a number is no function
spanFn(1);
// @ts-expect-error an object is no function
spanFn('name', {});
// @ts-expect-error nothing is no function
spanFn('name', undefined);
// @ts-expect-error a name is a string
spanFn(7, () => {});

export const all: SpanFn = spanFn;
