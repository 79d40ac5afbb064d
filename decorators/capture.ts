import { types } from 'node:util';
import type { Capture } from '../src/abi/index.ts';
import { apply, bareCopy, subscribe } from '../src/base/primordials.ts';
import { resultName, unique } from '../src/site/literal-capture.ts';
import type { SpanFnOptions } from './options.ts';

type Options = SpanFnOptions;

/** What the options make a site record; undefined where that is nothing. */
export function captureOf(options: Options): Capture | undefined {
  const begin = beginOf(options);
  const result = resultOf(options.result);
  const place = placeOf(options);
  const { args, error, redact } = options;
  const names = Array.isArray(args) ? unique(args) : undefined;
  if (!names && !begin && !result && !place && !error && !redact) return undefined;
  return bareCopy({
    ...(names && { names }),
    ...(begin && { begin }),
    ...(result && { result }),
    ...(place && { place }),
    ...(error && { failed: (thrown) => told(error(thrown)) }),
    ...(redact && { redact: new Set(redact) }),
  });
}

function beginOf({ args, fields }: Options): Capture['begin'] {
  if (typeof args !== 'function' && fields === undefined) return undefined;
  return (into, self, given) => {
    if (typeof fields === 'function') into.setFields(told(apply(fields, self, given)));
    else if (fields !== undefined) into.setFields(fields);
    if (typeof args === 'function') into.setFields(told(apply(args, self, given)));
  };
}

function resultOf(result: Options['result']): Capture['result'] {
  if (typeof result === 'function') return (into, value) => into.setFields(told(result(value)));
  const name = resultName(result);
  return name === undefined ? undefined : (into, value) => into.setField(name, value);
}

function placeOf({ root, parent, links }: Options): Capture['place'] {
  if (root === undefined && parent === undefined && links === undefined) return undefined;
  return (self, given) => ({
    root,
    parent: typeof parent === 'function' ? told(apply(parent, self, given)) : parent,
    links: typeof links === 'function' ? told(apply(links, self, given)) : links,
  });
}

/** An answer is wanted now. A promise is none, and must not end as an unhandled rejection. */
function told<T>(answer: T): T {
  if (!types.isPromise(answer)) return answer;
  subscribe(answer, ignore, ignore);
  throw new TypeError('an option of spanFn() is an async function');
}

function ignore(): void {}
