import { bareCopy } from '../base/primordials.ts';
import type { ArgumentNames, Capture } from './site.ts';

/** What a site records that is written down as plain data; undefined where that is nothing. */
export function literalCapture(
  args: ArgumentNames | undefined,
  result: boolean | string | undefined,
): Capture | undefined {
  const name = resultName(result);
  if (args === undefined && name === undefined) return undefined;
  return bareCopy({
    ...(args && { names: unique(args) }),
    ...(name !== undefined && { result: (into, value) => into.setField(name, value) }),
  } satisfies Capture);
}

/** A name has one value, the last one: earlier positions of the same name are skipped. */
export function unique(names: ArgumentNames): ArgumentNames {
  return names.map((name, at) => (names.indexOf(name, at + 1) < 0 ? name : null));
}

/** The field that takes the result; undefined if it is not recorded. */
export function resultName(result: boolean | string | undefined): string | undefined {
  return result === true ? 'result' : result === false ? undefined : result;
}
