import * as spanfn from 'spanfn';
import * as abi from 'spanfn/abi';
import { compile } from './compile.ts';
import { execute, type Outcome } from './execute.ts';

/** What a logger was asked to do: its target, the method, the arguments. */
export type Heard = readonly [target: string, level: string, ...args: unknown[]];

/** The plain data of a site, as emitted code gives it. */
export type Emitted = Parameters<typeof abi.site>[0];

/** A run of a program whose loggers only write down how they are called. */
export interface Logged {
  readonly heard: readonly Heard[];
  readonly outcome: Outcome;
  /** Sites that the program made for its events. */
  readonly sites: readonly Emitted[];
  /** How often it called each function of the runtime that takes an event. */
  readonly calls: { event: number; log: number };
}

/** How a program is built and run. */
export interface Way {
  readonly source: string;
  /** Options of the plugin; without, the plugin has no part in it. */
  readonly plugin?: object | undefined;
  /** Whether events are wanted. */
  readonly on?: boolean;
  readonly order?: 'first' | 'default';
  readonly others?: Readonly<Record<string, string>>;
}

/** Any of these is a logger's method. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

type Log = Record<string, (...args: unknown[]) => unknown>;

/** As loggers do: a function without parameters, as a field or in the place of all, is called. */
function evaluated(given: unknown): unknown {
  if (given?.constructor !== Object) return valueIn(given);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, valueIn(value)]));
}

function valueIn(given: unknown): unknown {
  if (typeof given !== 'function') return given;
  return given.length === 0 ? given() : `the function ${given.name}`;
}

/** Whether it makes a difference: fields of which there are none do not. */
function isSomething(given: unknown): boolean {
  return given?.constructor !== Object || Object.keys(given).length > 0;
}

/** Compiles a module and runs it. */
export async function run({ source, plugin, on = true, order, others = {} }: Way): Promise<Logged> {
  const heard: Heard[] = [];
  const sites: Emitted[] = [];
  const calls = { event: 0, log: 0 };
  const logger = (target: string): Log => ({
    ...Object.fromEntries(
      LEVELS.map((level) => [
        level,
        (...args) => void heard.push([target, level, ...args.map(evaluated).filter(isSomething)]),
      ]),
    ),
    child: () => logger(`child of ${target}`),
  });
  const runtime = {
    ...abi,
    site: (emitted: Emitted) => {
      if (emitted.kind !== ('event' as Emitted['kind'])) return abi.site(emitted);
      sites.push(emitted);
      return { ...emitted, on };
    },
    event: ({ name, level, args = [] }: Emitted, log: Log, ...values: unknown[]) => {
      calls.event++;
      const fields = Object.fromEntries(args.map((key, index) => [key, values[index]]));
      log[level!]?.(name, fields);
    },
    log: ({ level }: Emitted, log: Log, ...args: unknown[]) => {
      calls.log++;
      log[level!]?.(...args);
    },
  };
  const packages = {
    spanfn: { ...spanfn, log: logger(''), logger },
    'spanfn/abi': runtime,
  };
  const modules = Object.entries({ input: source, ...others });
  const code = new Map(modules.map(([name, text]) => [name, built(text, name, plugin, order)]));
  const outcome = await execute({ code, packages });
  return { heard, outcome, sites, calls };
}

/** The code that a module becomes. */
export function built(
  source: string,
  name = 'input',
  plugin?: object,
  order: 'first' | 'default' = 'first',
): string {
  const times = plugin === undefined ? 0 : 1;
  const variant = { decorators: '2022-03', order, target: 'es2022', times } as const;
  return compile({ plugin: plugin ?? {}, isModule: true }, source, variant, 'commonjs', {
    file: `${name}.ts`,
  });
}
