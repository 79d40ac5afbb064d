import { inspect } from 'node:util';
import { countCaptureError } from './capture-errors.ts';
import { errorText } from './error-text.ts';
import { LIMITS } from './limits.ts';
import { hasOwn } from './primordials.ts';
import { cut } from './text.ts';

/** By name, since the value may come from another copy of this package. */
const RENDER: unique symbol = Symbol.for('spanfn.render');

/** A value that is shown as a text, which is made when, and only if, it is recorded. */
export interface Rendered {
  readonly [RENDER]: () => string;
}

/** Shows a value of a field as `String(value)` does, if it is recorded at all. */
export function display(value: unknown): Rendered {
  return rendered(() => String(value));
}

/**
 * Shows a value of a field as `util.inspect` does, if it is recorded at all: four levels deep, on
 * one line, and no longer than other texts.
 */
export function debug(value: unknown): Rendered {
  return rendered(() => inspect(value, INSPECTED));
}

const INSPECTED = {
  depth: LIMITS.depth,
  maxArrayLength: LIMITS.width,
  maxStringLength: LIMITS.length,
  breakLength: Number.POSITIVE_INFINITY,
  compact: true,
} as const;

/** Not a plain object: nobody takes it for fields. */
function rendered(render: () => string): Rendered {
  return Object.assign(Object.create(null), { [RENDER]: render });
}

/** Whether `value`, which is no proxy, is to be rendered. */
export function isRendered(value: object): value is Rendered {
  return hasOwn(value, RENDER);
}

/** Runs code of the value's owner; what that throws is told in place of the text, and counted. */
export function renderedText(value: Rendered): string {
  try {
    return cut(value[RENDER]());
  } catch (error) {
    return threwText(error);
  }
}

/** Stands in for a value that could not be had. */
export function threwText(error: unknown): string {
  countCaptureError();
  return cut(`[threw ${errorText(error)}]`);
}
