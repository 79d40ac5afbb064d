import { types } from 'node:util';
import type { Capture, FieldSink } from '../src/abi/index.ts';
import { apply, bareCopy, subscribe } from '../src/base/primordials.ts';
import type { SpanFnOptions } from './options.ts';

type Options = SpanFnOptions;

/** What the options make a site record; undefined where that is nothing. */
export function captureOf(options: Options): Capture | undefined {
  const begin = beginOf(options);
  const result = resultOf(options.result);
  const place = placeOf(options);
  const { error, redact } = options;
  if (!begin && !result && !place && !error && !redact) return undefined;
  return bareCopy({
    ...(begin && { begin }),
    ...(result && { result }),
    ...(place && { place }),
    ...(error && { failed: (thrown) => told(error(thrown)) }),
    ...(redact && { redact: new Set(redact) }),
  });
}

function beginOf({ args, fields }: Options): Capture['begin'] {
  if (args === undefined && fields === undefined) return undefined;
  return (into, self, given) => {
    if (typeof fields === 'function') into.setFields(told(apply(fields, self, given)));
    else if (fields !== undefined) into.setFields(fields);
    if (typeof args === 'function') into.setFields(told(apply(args, self, given)));
    else if (args !== undefined) setNamed(into, args, given);
  };
}

function resultOf(result: Options['result']): Capture['result'] {
  if (result === undefined || result === false) return undefined;
  return (into, value) => {
    if (typeof result === 'function') into.setFields(told(result(value)));
    else into.setField(result === true ? 'result' : result, value);
  };
}

function placeOf({ root, parent, links }: Options): Capture['place'] {
  if (root === undefined && parent === undefined && links === undefined) return undefined;
  return (self, given) => ({
    root,
    parent: typeof parent === 'function' ? told(apply(parent, self, given)) : parent,
    links: typeof links === 'function' ? told(apply(links, self, given)) : links,
  });
}

function setNamed(
  into: FieldSink,
  names: readonly (string | null)[],
  given: readonly unknown[],
): void {
  const kept = Math.min(names.length, given.length);
  for (let position = 0; position < kept; position++) {
    const name = names[position];
    if (typeof name === 'string') into.setField(name, given[position]);
  }
}

/** An answer is wanted now. A promise is none, and must not end as an unhandled rejection. */
function told<T>(answer: T): T {
  if (!types.isPromise(answer)) return answer;
  subscribe(answer, ignore, ignore);
  throw new TypeError('an option of spanFn() is an async function');
}

function ignore(): void {}
