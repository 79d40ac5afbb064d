import { nanoseconds } from '../../base/clock.ts';
import { hex8 } from '../../base/ids.ts';
import { LEVELS, type Level } from '../../base/level.ts';
import { type Fields, type FieldValue, setField } from '../../base/value.ts';
import type { SpanLink, SpanStatus } from '../../dispatch/readable-span.ts';
import { EventTag, LinkTag, StatusTag } from '../otlp-tags.ts';
import {
  Flag,
  HEADER_WORDS,
  LogWord,
  RecordKind,
  SpanWord,
  Tag,
  type WireSite,
  Word,
} from '../record.ts';
import type { Segment, Source } from '../source.ts';
import type { LogData, SpanData, SpanEvent } from '../telemetry.ts';
import { Reader } from './reader.ts';
import { UNKNOWN_SITE } from './site-attributes.ts';
import { readAttribute, readValue } from './values.ts';
import { eachRecord } from './walk.ts';

const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** What was read, and how many records could not be. */
export interface Decoded<T> {
  readonly items: T[];
  readonly unreadable: number;
}

/** All spans of `segments` as objects. */
export function decodeSpans(segments: readonly Segment[]): Decoded<SpanData> {
  return decodeAll(segments, RecordKind.SPAN, decodeSpan);
}

/** All log events of `segments` as objects. */
export function decodeLogs(segments: readonly Segment[]): Decoded<LogData> {
  return decodeAll(segments, RecordKind.LOG, decodeLog);
}

function decodeAll<T>(
  segments: readonly Segment[],
  kind: number,
  decode: (segment: Segment, at: number) => T,
): Decoded<T> {
  const items: T[] = [];
  let unreadable = 0;
  let undecodable = 0;
  for (const segment of segments) {
    unreadable += eachRecord(segment, kind, (at) => {
      try {
        items.push(decode(segment, at));
      } catch {
        undecodable++;
      }
    });
  }
  return { items, unreadable: unreadable + undecodable };
}

function decodeSpan(segment: Segment, at: number): SpanData {
  const { words, source } = segment;
  const head = words[at + Word.HEAD] as number;
  const known = source.sites.get(words[at + Word.SITE] as number);
  const site = known ?? UNKNOWN_SITE;
  const parent = hex(words, at + SpanWord.PARENT, 2);
  const hasTail = (head & Flag.TAIL) !== 0;
  const tail = new SpanTail();
  if (hasTail) {
    const length = words[at + SpanWord.TAIL_BYTES] as number;
    const reader = tailOf(segment, at + HEADER_WORDS.SPAN_WITH_TAIL, length);
    const isNamed = (head & Flag.NAMED) !== 0;
    if (isNamed && known === undefined) tail.dropped = reader.uint();
    else {
      if (isNamed) readNamed(reader, site.names ?? [], tail.fields);
      tail.read(reader);
    }
  }
  return {
    site,
    name: site.name,
    kind: (head & Flag.ASYNC) === 0 ? 'thread' : 'async',
    traceId: hex(words, at + Word.TRACE, 4),
    spanId: hex(words, at + Word.SPAN, 2),
    parentSpanId: parent === NO_SPAN ? undefined : parent,
    remoteParent: (head & Flag.REMOTE_PARENT) !== 0,
    startTime: time(words, at + SpanWord.BEGIN, source),
    endTime: time(words, at + SpanWord.END, source),
    status: STATUSES[(head >> Flag.STATUS_SHIFT) & 3] ?? 'unset',
    statusMessage: tail.statusMessage,
    fields: tail.fields,
    droppedFields: hasTail ? tail.dropped + ((words[at + SpanWord.DROPPED] as number) >>> 0) : 0,
    events: tail.events,
    links: tail.links,
    threadId: source.threadId,
    sequence: (words[at + Word.SEQUENCE] as number) >>> 0,
  };
}

/** What the tail of a span says. */
class SpanTail {
  readonly fields: Fields = {};
  readonly events: SpanEvent[] = [];
  readonly links: SpanLink[] = [];
  statusMessage = '';
  /** Values whose names nobody knows. */
  dropped = 0;

  read(reader: Reader): void {
    while (!reader.done) {
      const tag = reader.uint();
      if (tag === Tag.SPAN_ATTRIBUTE) readAttribute(reader.message(), this.fields);
      else if (tag === Tag.SPAN_EVENT) this.events.push(readEvent(reader.message()));
      else if (tag === Tag.SPAN_LINK) this.links.push(readLink(reader.message()));
      else if (tag === Tag.SPAN_STATUS)
        this.statusMessage = reader.message().textField(StatusTag.MESSAGE);
      else reader.skip(tag);
    }
  }
}

/** Values whose names the site has told. */
function readNamed(reader: Reader, names: readonly (string | null)[], fields: Fields): void {
  const count = reader.uint();
  for (let i = 0; i < count; i++) {
    const name = names[i];
    if (typeof name === 'string') setField(fields, name, readValue(reader.message()));
  }
}

function readEvent(reader: Reader): SpanEvent {
  const fields: Fields = {};
  let name = '';
  let at = 0n;
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === EventTag.TIME) at = reader.fixed64();
    else if (tag === EventTag.NAME) name = reader.text();
    else if (tag === EventTag.ATTRIBUTE) readAttribute(reader.message(), fields);
    else reader.skip(tag);
  }
  return { name, time: at, fields };
}

function readLink(reader: Reader): SpanLink {
  const fields: Fields = {};
  let traceId = '';
  let spanId = '';
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === LinkTag.TRACE) traceId = Buffer.from(reader.bytes()).toString('hex');
    else if (tag === LinkTag.SPAN) spanId = Buffer.from(reader.bytes()).toString('hex');
    else if (tag === LinkTag.ATTRIBUTE) readAttribute(reader.message(), fields);
    else reader.skip(tag);
  }
  return Object.keys(fields).length === 0 ? { traceId, spanId } : { traceId, spanId, fields };
}

function decodeLog(segment: Segment, at: number): LogData {
  const { words, source } = segment;
  const traceId = hex(words, at + Word.TRACE, 4);
  const spanId = hex(words, at + Word.SPAN, 2);
  const head = words[at + Word.HEAD] as number;
  const known = source.sites.get(words[at + Word.SITE] as number);
  const site = known ?? UNKNOWN_SITE;
  const reader = tailOf(segment, at + HEADER_WORDS.LOG, words[at + LogWord.TAIL_BYTES] as number);
  const isNamed = (head & Flag.NAMED) !== 0;
  const isLost = isNamed && known === undefined;
  const tail = isLost ? NO_LOG_TAIL : readLogTail(reader, isNamed ? site.names : undefined);
  return {
    site,
    time: time(words, at + LogWord.TIME, source),
    level: levelOf(head),
    ...tail,
    body: (head & Flag.BODY_IN_SITE) === 0 ? tail.body : site.name,
    droppedFields: ((words[at + LogWord.DROPPED] as number) >>> 0) + (isLost ? reader.uint() : 0),
    traceId: traceId === NO_TRACE ? undefined : traceId,
    spanId: spanId === NO_SPAN ? undefined : spanId,
    sampled: (head & Flag.UNSAMPLED) === 0,
    threadId: source.threadId,
    sequence: (words[at + Word.SEQUENCE] as number) >>> 0,
  };
}

type LogTail = Pick<LogData, 'eventName' | 'body' | 'fields'>;

/** Nobody knows what the values are called, nor where they end: of null names there is none. */
const NO_LOG_TAIL: LogTail = { eventName: undefined, body: null, fields: {} };

function readLogTail(reader: Reader, names: WireSite['names']): LogTail {
  const fields: Fields = {};
  if (names !== undefined) readNamed(reader, names, fields);
  let eventName: string | undefined;
  let body: FieldValue = null;
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === Tag.LOG_ATTRIBUTE) readAttribute(reader.message(), fields);
    else if (tag === Tag.LOG_BODY) body = readValue(reader.message());
    else if (tag === Tag.LOG_EVENT_NAME) eventName = reader.text();
    else reader.skip(tag);
  }
  return { eventName, body, fields };
}

/** The level in the head word of a log event. */
function levelOf(head: number): Level {
  return LEVELS[(head >> Flag.LEVEL_SHIFT) & 7] ?? 'info';
}

const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

function hex(words: Int32Array, at: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += hex8(words[at + i] as number);
  return text;
}

function time(words: Int32Array, at: number, { wallAnchor }: Source): bigint {
  return nanoseconds(words[at] as number, words[at + 1] as number) + wallAnchor;
}

function tailOf({ bytes }: Segment, start: number, length: number): Reader {
  if (start * 4 + length > bytes.length) throw new RangeError('a record is cut short');
  return new Reader(bytes, start * 4, start * 4 + length);
}
