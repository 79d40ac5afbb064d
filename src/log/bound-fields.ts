import { types } from 'node:util';
import { copyFields, toValue } from '../base/capture.ts';
import { keysOf } from '../base/primordials.ts';
import { isRendered } from '../base/rendered.ts';
import { cut } from '../base/text.ts';
import { type Fields, setField } from '../base/value.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import { redactedKeys } from '../span/redaction.ts';
import { evaluated } from './emit.ts';
import { readField, takeField } from './evaluate.ts';
import type { LiveEvent } from './live-event.ts';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * What a logger puts on all its events: fields, copied once but for those that are to be computed,
 * which are for each event; and where they go, if the logger has a way of its own.
 */
export class BoundFields {
  readonly #copied: Fields;
  /** Functions, and values to be rendered. */
  readonly #computed: ReadonlyMap<string, unknown>;
  /** Gets the events of the logger, whatever is installed; null if what is installed does. */
  readonly own: Dispatch | null;
  /** What is redacted may be said after the logger was made. */
  #shown: Fields;
  #redacted: ReadonlySet<string> = NOTHING;

  constructor(copied: Fields, computed: ReadonlyMap<string, unknown>, own: Dispatch | null) {
    this.#copied = copied;
    this.#computed = computed;
    this.own = own;
    this.#shown = copied;
  }

  /** Puts them on an event, whose own fields go over them. */
  putOn(event: LiveEvent, computes: boolean): void {
    const redact = redactedKeys();
    if (redact !== this.#redacted) this.#redact(redact);
    event.bound = this.#shown;
    if (computes && this.#computed.size > 0) this.#compute(event, redact);
  }

  /** These and others, which go over them. */
  with(fields: object): BoundFields {
    return evaluated(() => this.#with(fields), this);
  }

  #with(fields: object): BoundFields {
    const copied = { ...this.#copied };
    const computed = new Map(this.#computed);
    for (const key of keysOf(fields)) {
      const value = readField(fields, key);
      const name = cut(key);
      if (isComputed(value)) computed.set(name, value);
      else {
        computed.delete(name);
        setField(copied, name, toValue(value));
      }
    }
    return new BoundFields(copied, computed, this.own);
  }

  #redact(redact: ReadonlySet<string>): void {
    this.#redacted = redact;
    this.#shown = redact.size === 0 ? this.#copied : copyFields(this.#copied, redact, {});
  }

  #compute(event: LiveEvent, redact: ReadonlySet<string>): void {
    for (const [name, value] of this.#computed) {
      if (!event.has(name)) takeField(event, name, value, redact);
    }
  }
}

/** Of a logger that has none. */
export const NOTHING_BOUND: BoundFields = new BoundFields({}, new Map(), null);

function isComputed(value: unknown): boolean {
  if (types.isProxy(value)) return false;
  if (typeof value === 'function') return value.length === 0;
  return typeof value === 'object' && value !== null && isRendered(value);
}
