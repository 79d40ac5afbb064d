import type { Capture, SetField } from '../src/abi/index.ts';
import { toValue } from '../src/base/capture.ts';
import { apply, ownKeys } from '../src/base/primordials.ts';
import { REDACTED } from '../src/base/value.ts';
import type { SpanFnOptions } from './options.ts';

type Options = SpanFnOptions;

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
