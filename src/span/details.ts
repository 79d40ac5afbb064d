import { copyFields, toValue } from '../base/capture.ts';
import { LIMITS } from '../base/limits.ts';
import { cut } from '../base/text.ts';
import { type Fields, REDACTED, setField } from '../base/value.ts';
import type { SpanLink } from '../dispatch/readable-span.ts';

/** What most spans do not have: kept apart, so that these are small. */
export class Details {
  /** Fields of the span itself, but for arguments, over which they go. */
  own: Fields | null = null;
  /** What a body has returned, of which its end cannot tell. */
  outcome: unknown = undefined;
  error: unknown = undefined;
  links: SpanLink[] | null = null;
  /** Nanoseconds inside the body of a generator. */
  busy: bigint | undefined = undefined;
  /** Fields that were left out because there were too many. */
  dropped = 0;
  private count = 0;

  /**
   * Copies a value into the fields, beside `others`; names in `redact` are kept, their values are
   * not.
   */
  setField(key: string, value: unknown, redact: ReadonlySet<string>, others: number): void {
    this.own ??= {};
    if (this.count + others >= LIMITS.fields && !Object.hasOwn(this.own, key)) {
      this.dropped++;
      return;
    }
    this.count++;
    const name = key.length > LIMITS.length ? cut(key) : key;
    setField(this.own, name, redact.has(key) ? REDACTED : toValue(value, redact));
  }

  setFields(fields: object, redact: ReadonlySet<string>, others: number): void {
    if (this.count + others >= LIMITS.fields) return;
    this.own = copyFields(fields, redact, this.own ?? {});
    this.count = Object.keys(this.own).length;
  }

  link(link: SpanLink): void {
    this.links ??= [];
    this.links.push(link);
  }

  addBusy(ns: bigint): void {
    this.busy = (this.busy ?? 0n) + ns;
  }
}
