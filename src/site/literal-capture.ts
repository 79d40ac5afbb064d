import { bareCopy } from '../base/primordials.ts';
import type { Capture, FieldSink } from './site.ts';

/** A name for each position of the arguments; null skips one. */
export type ArgumentNames = readonly (string | null)[];

/** What a site records that is written down as plain data; undefined where that is nothing. */
export function literalCapture(
  args: ArgumentNames | undefined,
  result: boolean | string | undefined,
): Capture | undefined {
  const name = resultName(result);
  if (args === undefined && name === undefined) return undefined;
  return bareCopy({
    ...(args && { begin: (into, _self, given) => setNamed(into, args, given) }),
    ...(name !== undefined && { result: (into, value) => into.setField(name, value) }),
  } satisfies Capture);
}

/** Records the arguments that have a name. */
export function setNamed(into: FieldSink, names: ArgumentNames, given: readonly unknown[]): void {
  const kept = Math.min(names.length, given.length);
  for (let position = 0; position < kept; position++) {
    const name = names[position];
    if (typeof name === 'string') into.setField(name, given[position]);
  }
}

/** The field that takes the result; undefined if it is not recorded. */
export function resultName(result: boolean | string | undefined): string | undefined {
  return result === true ? 'result' : result === false ? undefined : result;
}
