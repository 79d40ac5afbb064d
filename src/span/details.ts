import { copyFields, toValue } from '../base/capture.ts';
import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import { type Fields, type FieldValue, REDACTED, setField } from '../base/value.ts';
import type { SpanLink } from '../dispatch/readable-span.ts';
import type { ArgumentNames } from '../site/site.ts';

/** What most spans do not have: kept apart, so that these are small. */
export class Details {
  /** Fields of the span itself, but for `values`, over which they go. */
  own: Fields | null = null;
  /** Fields from arguments: names that the site knows, and a value for each. */
  names: ArgumentNames | null = null;
  values: readonly FieldValue[] | null = null;
  error: unknown = undefined;
  links: SpanLink[] | null = null;
  /** Nanoseconds inside the body of a generator. */
  busy: bigint | undefined = undefined;
  /** Fields that were left out because there were too many. */
  dropped = 0;
  private count = 0;

  /** All fields of the span itself. */
  get fields(): Fields {
    const { names, values, own } = this;
    if (names === null || values === null) return own ?? {};
    const fields: Fields = {};
    for (let i = 0; i < values.length; i++) {
      const name = names[i];
      if (typeof name === 'string') setField(fields, cut(name), values[i] as FieldValue);
    }
    return Object.assign(fields, own);
  }

  /**
   * Copies arguments, which need no names of their own, unless there are fields already that they
   * may go over. Once in the life of a span.
   */
  setNamed(names: ArgumentNames, given: readonly unknown[], redact: ReadonlySet<string>): void {
    const count = Math.min(names.length, given.length, LIMITS.fields);
    if (this.own !== null) {
      for (let i = 0; i < count; i++) {
        const name = names[i];
        if (typeof name === 'string') this.setField(name, given[i], redact);
      }
      return;
    }
    const values: FieldValue[] = new Array(count);
    for (let i = 0; i < count; i++) {
      const name = names[i];
      if (typeof name !== 'string') values[i] = null;
      else if (redact.size > 0 && redact.has(name)) values[i] = REDACTED;
      else values[i] = toValue(given[i], redact);
    }
    this.names = names;
    this.values = values;
    this.count += count;
  }

  /** Copies a value into the fields; names in `redact` are kept, their values are not. */
  setField(key: string, value: unknown, redact: ReadonlySet<string>): void {
    this.own ??= {};
    if (this.count >= LIMITS.fields && !Object.hasOwn(this.own, key)) {
      this.dropped++;
      return;
    }
    this.count++;
    const name = key.length > LIMITS.length ? cut(key) : key;
    setField(this.own, name, redact.has(key) ? REDACTED : toValue(value, redact));
  }

  setFields(fields: object, redact: ReadonlySet<string>): void {
    if (this.count >= LIMITS.fields) return;
    this.own = copyFields(fields, redact, this.own ?? {});
    this.count = Object.keys(this.own).length + (this.values?.length ?? 0);
  }

  link(link: SpanLink): void {
    this.links ??= [];
    this.links.push(link);
  }

  addBusy(ns: bigint): void {
    this.busy = (this.busy ?? 0n) + ns;
  }
}
