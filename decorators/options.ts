import type { Capture, SetField } from '../src/abi/index.ts';
import { SpanFnError } from '../src/base/errors.ts';
import { type Level, rankOf } from '../src/base/level.ts';
import { badOption, checkOptionNames } from '../src/base/options.ts';
import { apply, ownKeys } from '../src/base/primordials.ts';
import { REDACTED, toValue } from '../src/base/value.ts';
import { checkName } from '../src/site/interned.ts';
import type { SpanReference } from '../src/span/span.ts';

// biome-ignore lint/suspicious/noExplicitAny: the default of a type parameter that takes all.
type Any = any;

/**
 * How `@spanFn` records a function. Functions given here run inside the traced call, with its
 * `this`; one that throws is counted, and the call goes on.
 */
export interface SpanFnOptions<Args extends readonly unknown[] = Any, Result = Any> {
  /** Default `Class.method`, or the name of the function. On a class: stands for the class's. */
  readonly name?: string | undefined;
  /** Default `info`. */
  readonly level?: Level | undefined;
  /** What filters match; default the path of the module. */
  readonly target?: string | undefined;
  /**
   * How the function runs, where it cannot be seen: `sync` never returns a promise (the cheapest),
   * `async` returns a new promise each call, `auto` may return anything.
   */
  readonly kind?: 'sync' | 'async' | 'auto' | undefined;
  /** Arguments to record: a name for each position (null skips one), or a function to fields. */
  readonly args?: readonly (string | null)[] | ((...args: Args) => object) | undefined;
  /** Record what is returned or resolved: as field `result`, by another name, or as fields. */
  readonly result?: boolean | string | ((result: Result) => object) | undefined;
  /** Fields of every span, or a function to them. */
  readonly fields?: object | ((...args: Args) => object) | undefined;
  /** Whether an error marks the span failed; default each does. */
  readonly error?: ((error: unknown) => boolean) | undefined;
  /** Names of fields whose values are not recorded, at any depth. */
  readonly redact?: readonly string[] | undefined;
  /** Start a new trace with each call. */
  readonly root?: boolean | undefined;
  /** Hang below this span instead of the current one. */
  readonly parent?:
    | SpanReference
    | ((...args: Args) => SpanReference | null | undefined)
    | undefined;
  /** Other spans that this one has to do with. */
  readonly links?:
    | readonly SpanReference[]
    | ((...args: Args) => readonly SpanReference[])
    | undefined;
  /** On a class: methods to leave alone. */
  readonly exclude?: readonly (string | symbol | RegExp)[] | undefined;
}

type Options = SpanFnOptions;
type Check = { readonly holds: (value: unknown) => boolean; readonly must: string };

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const CHECKS: Readonly<Record<keyof Options, Check>> = {
  name: { holds: (value) => checkName(value) !== '', must: 'a string' },
  level: { holds: (value) => rankOf(value as Level) >= 0, must: 'a level' },
  target: { holds: (value) => typeof value === 'string', must: 'a string' },
  kind: {
    holds: (value) => value === 'sync' || value === 'async' || value === 'auto',
    must: "'sync', 'async' or 'auto'",
  },
  args: {
    holds: (value) => isFunction(value) || isNames(value),
    must: 'an array of names (null skips an argument) or a function to fields',
  },
  result: {
    holds: (value) => typeof value === 'boolean' || typeof value === 'string' || isFunction(value),
    must: 'true, a field name, or a function to fields',
  },
  fields: {
    holds: (value) => isFunction(value) || (typeof value === 'object' && value !== null),
    must: 'an object or a function to one',
  },
  error: { holds: isFunction, must: 'a function of the error' },
  redact: { holds: isStrings, must: 'an array of field names' },
  root: { holds: (value) => typeof value === 'boolean', must: 'a boolean' },
  parent: {
    holds: (value) => ['function', 'string', 'object'].includes(typeof value),
    must: 'a span, { traceId, spanId }, a traceparent, or a function to one',
  },
  links: {
    holds: (value) => Array.isArray(value) || isFunction(value),
    must: 'an array of spans or a function to one',
  },
  exclude: { holds: Array.isArray, must: 'an array of method names or regular expressions' },
};

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item === 'string');
}

/**
 * Returns `options` if they are what `@spanFn` knows.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`, `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export function checkSpanFnOptions(options: Options): Options {
  const names = Object.keys(CHECKS) as (keyof Options)[];
  checkOptionNames(options, names, 'spanFn()');
  for (const name of names) {
    const value = options[name];
    if (value === undefined || CHECKS[name].holds(value)) continue;
    throw badOption('spanFn()', name, value, CHECKS[name].must);
  }
  return options;
}

/** Options that speak of one function's arguments or result have no sense on a whole class. */
const PER_FUNCTION: readonly (keyof Options)[] = [
  'kind',
  'args',
  'result',
  'parent',
  'links',
  'root',
];

/** @throws SpanFnError `SPANFN_BAD_OPTION` if an option says something of one function alone */
export function checkClassOptions(options: Options): void {
  for (const name of PER_FUNCTION) {
    if (options[name] === undefined) continue;
    throw new SpanFnError('SPANFN_BAD_OPTION', {
      value: name,
      cause: 'This option speaks of one method, and cannot stand on a class',
      remedy: 'Put @spanFn with this option on the method itself.',
    });
  }
}

/** What the options make a site record; undefined where that is nothing. */
export function captureOf(options: Options): Capture | undefined {
  const redacted = new Set(options.redact);
  const begin = beginOf(options, redacted);
  const result = resultOf(options.result, redacted);
  const place = placeOf(options);
  const failed = options.error;
  if (!begin && !result && !place && !failed) return undefined;
  return {
    ...(begin && { begin }),
    ...(result && { result }),
    ...(place && { place }),
    ...(failed && { failed }),
  };
}

function beginOf({ args, fields }: Options, redacted: Set<string>): Capture['begin'] {
  if (args === undefined && fields === undefined) return undefined;
  return (rawSet, self, given) => {
    const set = redacting(rawSet, redacted);
    if (typeof fields === 'function') setAll(set, apply(fields, self, given));
    else if (fields !== undefined) setAll(set, fields);
    if (typeof args === 'function') setAll(set, apply(args, self, given));
    else if (args !== undefined) setNamed(set, args, given);
  };
}

function resultOf(result: Options['result'], redacted: Set<string>): Capture['result'] {
  if (result === undefined || result === false) return undefined;
  return (rawSet, value) => {
    const set = redacting(rawSet, redacted);
    if (typeof result === 'function') setAll(set, result(value));
    else set(result === true ? 'result' : result, value);
  };
}

function placeOf({ root, parent, links }: Options): Capture['place'] {
  if (root === undefined && parent === undefined && links === undefined) return undefined;
  return (self, given) => ({
    root,
    parent: typeof parent === 'function' ? apply(parent, self, given) : parent,
    links: typeof links === 'function' ? apply(links, self, given) : links,
  });
}

function redacting(set: SetField, redacted: Set<string>): SetField {
  if (redacted.size === 0) return set;
  return (key, value) => set(key, redacted.has(key) ? REDACTED : toValue(value, redacted));
}

function setNamed(
  set: SetField,
  names: readonly (string | null)[],
  given: readonly unknown[],
): void {
  names.forEach((name, position) => {
    if (name !== null && position < given.length) set(name, given[position]);
  });
}

function setAll(set: SetField, fields: object): void {
  for (const key of ownKeys(fields)) {
    if (typeof key === 'string') set(key, (fields as Record<string, unknown>)[key]);
  }
}
