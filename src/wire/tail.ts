import { errorMessage, errorStack, errorType } from '../base/error-text.ts';
import { words } from '../base/ids.ts';
import { hasOwn } from '../base/primordials.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { SpanLink } from '../dispatch/readable-span.ts';
import type { ArgumentNames } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { AttributeWriter } from './attributes.ts';
import { NO_ROOM } from './message-writer.ts';
import { EventTag, LinkTag, StatusTag } from './otlp-tags.ts';
import { Flag, Tag } from './record.ts';

/** `Status.code` of a failure. */
const ERROR = 2;

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

/** Writes what a record holds beyond its words. Bounded: what has no room is left out and counted. */
export class TailWriter {
  /** Fields and other parts that had no room. */
  dropped = 0;
  /** `STATUS_IN_TAIL` and `NAMED`, as far as they hold for what was written. */
  flags = 0;
  readonly #scratch: AttributeWriter;
  readonly #ring: AttributeWriter;
  readonly #longest: number;
  #writer: AttributeWriter;
  #start = 0;
  /** The stack of an error that passes through many spans is told once. */
  readonly #told = new WeakSet<object>();

  /** Writes tails of up to `longest` bytes: aside, or to a place in `ring`. */
  constructor(longest: number, ring: SharedArrayBuffer) {
    this.#longest = longest;
    this.#scratch = new AttributeWriter(new ArrayBuffer(longest));
    this.#ring = new AttributeWriter(ring);
    this.#writer = this.#scratch;
  }

  /** What was written aside. */
  get aside(): Uint8Array {
    return this.#scratch.bytes;
  }

  /** Writes the tail of a finished span aside, and returns its length in bytes. */
  spanAside(span: LiveSpan): number {
    return this.#span(span, this.#scratch, 0);
  }

  /** Writes it to a byte of the ring from which on there is room for the longest one. */
  spanAt(start: number, span: LiveSpan): number {
    return this.#span(span, this.#ring, start);
  }

  /**
   * Writes the values of a span that has nothing else to a byte of the ring; -1 if they take more
   * than `room` bytes.
   */
  namedAt(start: number, room: number, span: LiveSpan): number {
    const values = span.values as readonly FieldValue[];
    this.#ring.begin(start, room);
    try {
      this.#ring.values(span.site.capture?.names as ArgumentNames, values, values.length);
    } catch (error) {
      if (error !== NO_ROOM) throw error; // The stack overflows.
      return -1;
    }
    return this.#ring.position - start;
  }

  #span(span: LiveSpan, writer: AttributeWriter, start: number): number {
    writer.begin(start, this.#longest);
    this.#writer = writer;
    this.#start = start;
    this.#write(span);
    return writer.position - start;
  }

  #write(span: LiveSpan): void {
    const { details } = span;
    this.flags = 0;
    this.dropped = 0;
    this.#allFields(span);
    if (details === null) return;
    this.dropped += details.dropped;
    if (details.busy !== undefined) {
      this.#field(Tag.SPAN_ATTRIBUTE, 'spanfn.busy_ns', Number(details.busy));
    }
    if (details.error !== undefined || span.status === 'error') this.#failure(span, details.error);
    if (details.links !== null) for (const link of details.links) this.#link(link);
  }

  /** Of the same name there is one field: what is nearer to the call goes over what is farther. */
  #allFields(span: LiveSpan): void {
    const { context, values } = span;
    const own = span.details === null ? null : span.details.own;
    if (values !== null && own === null) {
      const names = span.site.capture?.names as ArgumentNames;
      if (context === null || !meet(context, names)) {
        this.#named(names, values);
        if (context !== null) this.#fields(Tag.SPAN_ATTRIBUTE, context, null);
        return;
      }
    }
    const fields = values === null ? own : span.ownFields;
    if (fields !== null) this.#fields(Tag.SPAN_ATTRIBUTE, fields, null);
    if (context !== null) this.#fields(Tag.SPAN_ATTRIBUTE, context, fields);
  }

  /** Values alone: the site has told their names. Where one has no room, none goes this way. */
  #named(names: ArgumentNames, values: readonly FieldValue[]): void {
    try {
      this.#writer.values(names, values, values.length);
      this.flags |= Flag.NAMED;
    } catch (error) {
      this.#takeBack(this.#start, error);
      this.dropped += values.length - 1;
    }
  }

  #fields(tag: number, fields: Fields, hiddenBy: Fields | null): void {
    // The fields are ours, and inherit nothing that is enumerable but by the user's doing.
    for (const key in fields) {
      if (!hasOwn(fields, key) || (hiddenBy !== null && hasOwn(hiddenBy, key))) continue;
      this.#field(tag, key, fields[key] as FieldValue);
    }
  }

  #field(tag: number, key: string, value: FieldValue): void {
    const before = this.#writer.position;
    try {
      this.#writer.attribute(tag, key, value);
    } catch (error) {
      this.#takeBack(before, error);
    }
  }

  /** An error is an event, by the conventions; where it is a failure, its message is the status. */
  #failure(span: LiveSpan, error: unknown): void {
    const isFailure = span.status === 'error';
    if (isFailure) this.#field(Tag.SPAN_ATTRIBUTE, 'error.type', errorType(error));
    this.#message(Tag.SPAN_EVENT, () => this.#exception(span.endTime as bigint, error));
    if (!isFailure) return;
    const message = errorMessage(error);
    if (message === '') return;
    const isWhole = this.#message(Tag.SPAN_STATUS, () => {
      this.#writer.text(StatusTag.MESSAGE, message);
      this.#writer.byte(StatusTag.CODE);
      this.#writer.byte(ERROR);
    });
    if (isWhole) this.flags |= Flag.STATUS_IN_TAIL;
  }

  #exception(time: bigint, error: unknown): void {
    this.#writer.fixed64(EventTag.TIME, Number(BigInt.asIntN(32, time)), Number(time >> 32n));
    this.#writer.text(EventTag.NAME, 'exception');
    this.#writer.attribute(EventTag.ATTRIBUTE, 'exception.type', errorType(error));
    this.#writer.attribute(EventTag.ATTRIBUTE, 'exception.message', errorMessage(error));
    const stack = this.#stackOnce(error);
    if (stack !== '') this.#field(EventTag.ATTRIBUTE, 'exception.stacktrace', stack);
  }

  #stackOnce(error: unknown): string {
    if (typeof error !== 'object' || error === null || this.#told.has(error)) return '';
    this.#told.add(error);
    return errorStack(error);
  }

  #link({ traceId, spanId, fields }: SpanLink): void {
    this.#message(Tag.SPAN_LINK, () => {
      this.#id(LinkTag.TRACE, traceId, TRACE_BYTES);
      this.#id(LinkTag.SPAN, spanId, SPAN_BYTES);
      if (fields !== undefined) this.#fields(LinkTag.ATTRIBUTE, fields, null);
    });
  }

  #id(tag: number, hex: string, bytes: number): void {
    this.#writer.byte(tag);
    this.#writer.byte(bytes);
    for (const word of words(hex)) this.#writer.bigEndian(word);
  }

  /** Writes a message as a whole, or nothing of it. */
  #message(tag: number, write: () => void): boolean {
    const before = this.#writer.position;
    try {
      const start = this.#writer.open(tag);
      write();
      this.#writer.close(start);
      return true;
    } catch (error) {
      this.#takeBack(before, error);
      return false;
    }
  }

  #takeBack(position: number, error: unknown): void {
    if (error !== NO_ROOM) throw error; // The stack overflows.
    this.#writer.position = position;
    this.dropped++;
  }
}

function meet(context: Fields, names: ArgumentNames): boolean {
  return names.some((name) => name !== null && hasOwn(context, name));
}
