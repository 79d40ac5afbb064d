import { cut } from '../base/text.ts';
import { checkName } from '../site/interned.ts';
import type { Site } from '../site/site.ts';
import type { BoundFields } from './bound-fields.ts';
import { deliver, open, takeAll, takeBody } from './emit.ts';
import { addError } from './error-fields.ts';
import type { LiveEvent } from './live-event.ts';
import type { LogFields } from './logger.ts';

/** An event in parts, until it is emitted. */
export interface EventBuilder {
  /** Adds fields; later ones go over earlier ones. */
  with(fields: LogFields): this;
  /** The error that it reports. */
  error(error: unknown): this;
  /**
   * Makes it an event in the sense of OpenTelemetry, of this name.
   *
   * @throws SpanFnError `SPANFN_BAD_NAME`
   */
  named(name: string): this;
  /** What it has to say, where that is no text. The text of `emit` is then the field `message`. */
  body(value: unknown): this;
  /** Logs it. What was given is evaluated now. */
  emit(message?: string): void;
}

/** The builder of an event of `site`; one that does nothing if nobody listens. */
export function builderFor(site: Site, bound: BoundFields | null): EventBuilder {
  const isOn = bound === null || bound.own === null ? site.on : bound.own.wants(site);
  return isOn ? new Builder(site, bound) : OFF;
}

class Builder implements EventBuilder {
  readonly #site: Site;
  readonly #bound: BoundFields | null;
  readonly #parts: unknown[] = [];
  #name: string | undefined;
  #error: { readonly value: unknown } | undefined;
  #body: { readonly value: unknown } | undefined;

  constructor(site: Site, bound: BoundFields | null) {
    this.#site = site;
    this.#bound = bound;
  }

  with(fields: LogFields): this {
    this.#parts.push(fields);
    return this;
  }

  error(error: unknown): this {
    this.#error = { value: error };
    return this;
  }

  named(name: string): this {
    this.#name = checkName(name);
    return this;
  }

  body(value: unknown): this {
    this.#body = { value };
    return this;
  }

  emit(message?: string): void {
    const event = open(this.#site, this.#bound);
    if (event === null) return;
    for (const part of this.#parts) takeAll(event, null, part, undefined, undefined);
    if (this.#error !== undefined) addError(event, this.#error.value);
    if (this.#name !== undefined) event.name = cut(this.#name);
    takeAll(event, this.#bound, message, undefined, undefined);
    if (this.#body !== undefined) giveBody(event, this.#body.value);
    deliver(event);
  }
}

/** The text of the event makes room. */
function giveBody(event: LiveEvent, body: unknown): void {
  if (event.body !== null) event.set('message', event.body);
  takeBody(event, body);
}

/** Takes everything, keeps nothing. */
const OFF: EventBuilder = Object.freeze({
  with: () => OFF,
  error: () => OFF,
  named: () => OFF,
  body: () => OFF,
  emit: () => {},
}) as EventBuilder;
