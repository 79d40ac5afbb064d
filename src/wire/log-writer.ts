import { hasOwn } from '../base/primordials.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { LiveEvent } from '../log/live-event.ts';
import { AttributeWriter } from './attributes.ts';
import { Counter } from './counters.ts';
import { NO_ROOM } from './message-writer.ts';
import { Flag, HEADER_WORDS, LogWord, RecordKind, Tag, Word } from './record.ts';
import { padded, type RecordWriter } from './record-writer.ts';

/** Writes log events into a ring, beside the spans. Bounded: what has no room is left out and counted. */
export class LogWriter {
  readonly #records: RecordWriter;
  readonly #ring: AttributeWriter;
  readonly #scratch: AttributeWriter;
  /** Words of the longest record. */
  readonly #longest: number;
  #writer: AttributeWriter;
  #dropped = 0;
  #flags = 0;

  constructor(records: RecordWriter) {
    this.#records = records;
    this.#ring = new AttributeWriter(records.memory);
    this.#scratch = new AttributeWriter(new ArrayBuffer(records.longestTail));
    this.#longest = padded(HEADER_WORDS.LOG, records.longestTail);
    this.#writer = this.#scratch;
  }

  event(event: LiveEvent): void {
    // Where the ring has room for any tail, it is written there.
    const at = this.#records.room(event.site, this.#longest);
    if (at < 0) {
      this.#writeFromAside(event);
      return;
    }
    const bytes = this.#writeTail(event, this.#ring, (at + HEADER_WORDS.LOG) * 4);
    this.#finish(event, at, bytes);
  }

  #writeFromAside(event: LiveEvent): void {
    const bytes = this.#writeTail(event, this.#scratch, 0);
    const at = this.#records.reserve(event.site, padded(HEADER_WORDS.LOG, bytes));
    if (at < 0) {
      this.#records.refuse(at, Counter.LOGS_RING_FULL, Counter.LOGS_OVERSIZED);
      return;
    }
    this.#records.copy(this.#scratch.bytes, bytes, at + HEADER_WORDS.LOG);
    this.#finish(event, at, bytes);
  }

  /** Returns its length in bytes. */
  #writeTail(event: LiveEvent, writer: AttributeWriter, start: number): number {
    writer.begin(start, this.#records.longestTail);
    this.#writer = writer;
    this.#dropped = event.dropped;
    this.#flags = 0;
    const { names, values, count, bound, context } = event;
    const isNamed = count > 0 && bearsSiteNames(event) && this.#named(names, values, count);
    this.#body(event);
    if (event.name !== undefined) this.#name(event.name);
    if (!isNamed) {
      for (let i = 0; i < count; i++) this.#field(names[i] as string, values[i] as FieldValue);
    }
    if (bound !== null) this.#outer(bound, event, null);
    if (context !== null) this.#outer(context, event, bound);
    return writer.position - start;
  }

  /** Values alone, since the site has told their names. Where one has no room, none goes this way. */
  #named(names: readonly string[], values: readonly FieldValue[], count: number): boolean {
    const writer = this.#writer;
    const before = writer.position;
    try {
      writer.values(names, values, count);
    } catch (error) {
      if (error !== NO_ROOM) throw error; // The stack overflows.
      writer.position = before;
      return false;
    }
    this.#flags = Flag.NAMED;
    return true;
  }

  /** A message that the site has told already is not told again. */
  #body({ body, site }: LiveEvent): void {
    if (body === null) return;
    if (body === site.name) {
      this.#flags |= Flag.BODY_IN_SITE;
      return;
    }
    const before = this.#writer.position;
    try {
      this.#writer.byte(Tag.LOG_BODY);
      this.#writer.value(body);
    } catch (error) {
      this.#takeBack(before, error);
    }
  }

  #name(name: string): void {
    const before = this.#writer.position;
    try {
      this.#writer.text(Tag.LOG_EVENT_NAME, name);
    } catch (error) {
      this.#takeBack(before, error);
    }
  }

  /** Fields that nearer ones go over. */
  #outer(fields: Fields, event: LiveEvent, bound: Fields | null): void {
    // The fields are ours, and inherit nothing that is enumerable but by the user's doing.
    for (const key in fields) {
      if (!hasOwn(fields, key) || event.has(key)) continue;
      if (bound === null || !hasOwn(bound, key)) this.#field(key, fields[key] as FieldValue);
    }
  }

  #field(key: string, value: FieldValue): void {
    const before = this.#writer.position;
    try {
      this.#writer.attribute(Tag.LOG_ATTRIBUTE, key, value);
    } catch (error) {
      this.#takeBack(before, error);
    }
  }

  #takeBack(position: number, error: unknown): void {
    if (error !== NO_ROOM) throw error; // The stack overflows.
    this.#writer.position = position;
    this.#dropped++;
  }

  #finish(event: LiveEvent, at: number, bytes: number): void {
    const records = this.#records;
    const { words } = records;
    const length = padded(HEADER_WORDS.LOG, bytes);
    words[at + Word.LENGTH] = length * 4;
    words[at + Word.HEAD] = headOf(event) | this.#flags;
    words[at + Word.SITE] = event.site.id;
    words[at + Word.SEQUENCE] = records.sequence;
    writeIds(words, at, event);
    words[at + LogWord.TIME] = event.timeLow;
    words[at + LogWord.TIME + 1] = event.timeHigh;
    words[at + LogWord.TAIL_BYTES] = bytes;
    words[at + LogWord.DROPPED] = this.#dropped;
    if (this.#dropped > 0) records.counters.add(Counter.CUT, this.#dropped);
    records.commit(length, Counter.LOGS_WRITTEN);
  }
}

/** More would not be told apart by one byte. */
const MOST_NAMED = 127;

/** Whether the event's own fields are those that its site has names for, in the same order. */
function bearsSiteNames({ site, names, count }: LiveEvent): boolean {
  const told = site.capture?.names;
  if (told === undefined || count > MOST_NAMED) return false;
  for (let i = 0; i < count; i++) if (names[i] !== told[i]) return false;
  return true;
}

function headOf({ site, span }: LiveEvent): number {
  const sampled = span === null || span.trace.sampled ? 0 : Flag.UNSAMPLED;
  return RecordKind.LOG | (site.rank << Flag.LEVEL_SHIFT) | sampled;
}

function writeIds(words: Int32Array, at: number, { span }: LiveEvent): void {
  if (span === null) {
    for (let i = Word.TRACE; i < Word.SPAN + 2; i++) words[at + i] = 0;
    return;
  }
  const { trace } = span;
  words[at + Word.TRACE] = trace.a;
  words[at + Word.TRACE + 1] = trace.b;
  words[at + Word.TRACE + 2] = trace.c;
  words[at + Word.TRACE + 3] = trace.d;
  words[at + Word.SPAN] = trace.spanHigh;
  words[at + Word.SPAN + 1] = span.idLow;
}
