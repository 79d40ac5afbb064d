import { toValue } from '../base/capture.ts';
import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import { type Fields, type FieldValue, REDACTED, setField } from '../base/value.ts';
import type { ArgumentNames, FieldSink, Site } from '../site/site.ts';

/**
 * Copies the arguments that have a name. Texts stay as they are, however long, which costs
 * nothing: whoever reads or writes them cuts them.
 */
export function copyArguments(
  names: ArgumentNames,
  given: readonly unknown[],
  redact: ReadonlySet<string>,
): readonly FieldValue[] {
  const count = Math.min(names.length, given.length, LIMITS.fields);
  const values: FieldValue[] = new Array(count);
  const redactsNone = redact.size === 0;
  for (let i = 0; i < count; i++) {
    const value = given[i];
    const isPlain = typeof value === 'number' || typeof value === 'string' || value === true;
    values[i] = isPlain && redactsNone ? value : copyArgument(names[i], value, redact);
  }
  return values;
}

function copyArgument(
  name: string | null | undefined,
  value: unknown,
  redact: ReadonlySet<string>,
): FieldValue {
  if (typeof name !== 'string') return null;
  if (redact.has(name)) return REDACTED;
  return typeof value === 'string' ? value : toValue(value, redact);
}

/** Adds them to the fields of a span, one by one. */
export function setArguments(
  into: FieldSink,
  names: ArgumentNames,
  given: readonly unknown[],
): void {
  names.slice(0, given.length).forEach((name, i) => {
    if (name !== null) into.setField(name, given[i]);
  });
}

/** The same as fields, to be read. */
export function argumentFields({ capture }: Site, values: readonly FieldValue[]): Fields {
  const names = capture?.names ?? [];
  const fields: Fields = {};
  for (let i = 0; i < values.length; i++) {
    const name = names[i];
    if (typeof name !== 'string') continue;
    const value = values[i] as FieldValue;
    setField(fields, cut(name), typeof value === 'string' ? cut(value) : value);
  }
  return fields;
}
