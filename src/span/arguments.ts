import { toValue } from '../base/capture.ts';
import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import { type Fields, type FieldValue, REDACTED, setField } from '../base/value.ts';
import type { ArgumentNames, FieldSink, Site } from '../site/site.ts';

const { isArray } = Array;

/**
 * The arguments that have a name, as they are now. Those at the end that are undefined count as left
 * out: parameters, which emitted code may give, cannot tell. Texts stay as they are, however long,
 * which costs nothing: whoever reads or writes them cuts them.
 *
 * @param given if an array, one that nobody changes: then it is most often kept as it is.
 */
export function keepArguments(
  names: ArgumentNames,
  given: readonly unknown[],
  redact: ReadonlySet<string>,
): readonly FieldValue[] {
  const isShort = given.length <= names.length && given.length <= LIMITS.fields;
  const isKept = isShort && redact.size === 0 && isArray(given) && arePlain(given);
  return isKept ? given : copyArguments(names, given, redact);
}

function arePlain(given: readonly unknown[]): given is readonly FieldValue[] {
  for (let i = 0; i < given.length; i++) if (!isPlain(given[i])) return false;
  return true;
}

function isPlain(value: unknown): value is number | string | boolean {
  return (
    typeof value === 'number' || typeof value === 'string' || value === true || value === false
  );
}

function copyArguments(
  names: ArgumentNames,
  given: readonly unknown[],
  redact: ReadonlySet<string>,
): readonly FieldValue[] {
  const count = givenCount(names, given);
  const values: FieldValue[] = new Array(count);
  const redactsNone = redact.size === 0;
  for (let i = 0; i < count; i++) {
    const value = given[i];
    values[i] = redactsNone && isPlain(value) ? value : copyArgument(names[i], value, redact);
  }
  return values;
}

function givenCount(names: ArgumentNames, given: readonly unknown[]): number {
  let count = Math.min(names.length, given.length, LIMITS.fields);
  while (count > 0 && (names[count - 1] === null || given[count - 1] === undefined)) count--;
  return count;
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
  names.slice(0, givenCount(names, given)).forEach((name, i) => {
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
