import { inspect } from 'node:util';
import type { Fields } from '../base/value.ts';
import type { ReadableSpan, SpanKind, SpanLink, SpanStatus } from '../dispatch/readable-span.ts';
import { failureText, fieldsText, nameText } from '../pipeline/tree.ts';
import type { Site } from '../site/site.ts';

/** A span as a recorder saw it; it follows the real one until that has ended. */
export class RecordedSpan {
  readonly #span: ReadableSpan;
  /** Its place in the order of begins; also tells spans apart for those who compare them. */
  readonly index: number;
  /** The recorded span that it hangs below; null at a root. */
  readonly parent: RecordedSpan | null;

  constructor(span: ReadableSpan, parent: RecordedSpan | null, index: number) {
    this.#span = span;
    this.index = index;
    this.parent = parent;
    Object.defineProperty(this, inspect.custom, { value: () => `RecordedSpan(${lineOf(this)})` });
  }

  get name(): string {
    return this.#span.name;
  }
  get kind(): SpanKind {
    return this.#span.kind;
  }
  get status(): SpanStatus {
    return this.#span.status;
  }
  /** The very value that was thrown or rejected with. */
  get error(): unknown {
    return this.#span.error;
  }
  get fields(): Fields {
    return this.#span.fields;
  }
  get links(): readonly SpanLink[] {
    return this.#span.links;
  }
  /** Distance from the root. */
  get depth(): number {
    return this.#span.depth;
  }
  get traceId(): string {
    return this.#span.traceId;
  }
  get spanId(): string {
    return this.#span.spanId;
  }
  /** Also of a parent that was not recorded. */
  get parentSpanId(): string | undefined {
    return this.#span.parentSpanId;
  }
  /** Unix time in ns. */
  get startTime(): bigint {
    return this.#span.startTime;
  }
  /** In ns. */
  get duration(): number {
    return this.#span.duration;
  }
  /** Of a generator: ns inside its body. */
  get busy(): number | undefined {
    return this.#span.busy;
  }
  get ended(): boolean {
    return this.#span.ended;
  }
  /** Name, target, file, line and column, as far as known. */
  get site(): Site {
    return this.#span.site;
  }
}

/** Name, kind, fields, error. */
export function lineOf(span: RecordedSpan, showFields = true): string {
  const parts = [
    nameText(span.name),
    span.kind,
    span.ended ? '' : '(open)',
    showFields ? fieldsText(span.fields) : '',
    failureText(span),
  ];
  return parts.filter((part) => part !== '').join(' ');
}
