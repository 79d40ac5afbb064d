import { SpanFnError } from '../src/base/errors.ts';
import { type Level, rankOf } from '../src/base/level.ts';
import { badOption, checkOptionNames } from '../src/base/options.ts';
import { bareCopy } from '../src/base/primordials.ts';
import { checkName } from '../src/site/interned.ts';
import type { SpanFnOptions } from './options.ts';

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

/** All options that there are. */
export const OPTION_NAMES: readonly (keyof Options)[] = Object.keys(CHECKS) as (keyof Options)[];

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item === 'string');
}

/**
 * Returns a copy of `options` if they are what `@spanFn` knows; it inherits nothing.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`, `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export function checkSpanFnOptions(options: Options): Options {
  checkOptionNames(options, OPTION_NAMES, 'spanFn()');
  for (const name of OPTION_NAMES) {
    const value = options[name];
    if (value === undefined || CHECKS[name].holds(value)) continue;
    throw badOption('spanFn()', name, value, CHECKS[name].must);
  }
  return bareCopy(options);
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
