import { inspect } from 'node:util';
import type { Level } from '../base/level.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import { bodyText, fieldsText } from '../pipeline/tree.ts';
import type { Site } from '../site/site.ts';
import type { RecordedSpan } from './recorded-span.ts';

/** A log event as a recorder saw it. */
export class RecordedLog {
  readonly #event: ReadableEvent;
  /** The recorded span in which it was logged; null outside of any. */
  readonly parent: RecordedSpan | null;
  /** Fields of the context, of the logger and of the event. */
  readonly fields: Fields;

  constructor(event: ReadableEvent, parent: RecordedSpan | null) {
    this.#event = event;
    this.parent = parent;
    this.fields = event.fields;
    Object.defineProperty(this, inspect.custom, { value: () => `RecordedLog(${logLine(this)})` });
  }

  get level(): Level {
    return this.#event.level;
  }
  /** Name of its logger, or path of its module. */
  get target(): string {
    return this.#event.target;
  }
  /** The message; of an event without one, its name. */
  get text(): string {
    const { body, name } = this;
    if (body === null) return name ?? '';
    return typeof body === 'string' ? body : bodyText(body);
  }
  /** The message, or what stands in its place; null if there is none. */
  get body(): FieldValue {
    return this.#event.body;
  }
  /** Of an event in the sense of OpenTelemetry: its name. */
  get name(): string | undefined {
    return this.#event.name;
  }
  /** The very error that it reports. */
  get error(): unknown {
    return this.#event.error;
  }
  get traceId(): string | undefined {
    return this.#event.traceId;
  }
  get spanId(): string | undefined {
    return this.#event.spanId;
  }
  /** Unix time in ns. */
  get time(): bigint {
    return this.#event.time;
  }
  /** Target, file, line and column, as far as known. */
  get site(): Site {
    return this.#event.site;
  }
}

/** `warn: slow cart {rows=3}`, without the stack of an error, which no two machines share. */
export function logLine(log: RecordedLog, showFields = true): string {
  const { 'exception.stacktrace': _, ...fields } = log.fields;
  const named = log.name === undefined || log.body === null ? '' : bodyText(log.name);
  const target = log.target === '' ? '' : `${bodyText(log.target)}:`;
  const parts = [
    `${log.level}:`,
    target,
    named,
    bodyText(log.text),
    showFields ? fieldsText(fields) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
