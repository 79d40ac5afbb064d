import { types } from 'node:util';
import * as abi from 'spanfn/abi';

type Note = (label: string, values: readonly unknown[]) => void;
type Emitted = Parameters<typeof abi.site>[0];

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * What a program may require that logs events. They are always on, since what is off leaves its
 * arguments unevaluated, which shows; and only noted, so that what arrives can be compared.
 */
export function eventModules(note: Note): Record<string, unknown> {
  const tell = (level: string | undefined, given: readonly unknown[]): void =>
    note(`event ${level}`, given);
  const log = LEVELS.map((level) => [
    level,
    (...given: unknown[]) => tell(level, given.flatMap(flat)),
  ]);
  return {
    spanfn: { log: Object.fromEntries(log) },
    // A copy: Vitest's module objects have getters that make `undefined` of a stack overflow.
    'spanfn/abi': {
      ...abi,
      site: (emitted: Emitted) =>
        emitted.kind === 'event' ? { ...emitted, on: true } : abi.site(emitted),
      event: ({ name, level, args = [] }: Emitted, _: unknown, ...values: unknown[]) =>
        tell(level, [name, ...args.flatMap((key, at) => field(key, values[at]))]),
      log: ({ level }: Emitted, _: unknown, ...given: unknown[]) =>
        tell(level, given.flatMap(flat)),
    },
  };
}

/** Of a plain object, its fields; it may never have been made. */
function flat(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return [value];
  const parent = Object.getPrototypeOf(value);
  if (parent === null || types.isProxy(parent) || Object.getPrototypeOf(parent) !== null)
    return [value];
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, property]) =>
    field(key, property.get === undefined ? property.value : 'accessor'),
  );
}

/** Functions may have lost their names. */
function field(key: string | null, value: unknown): unknown[] {
  return [key, typeof value === 'function' ? 'a function' : value];
}
