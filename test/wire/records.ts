import { LEVELS } from '../../src/base/level.ts';
import {
  Flag,
  HEADER_WORDS,
  LogWord,
  RecordKind,
  SpanWord,
  type WireSite,
  Word,
} from '../../src/wire/record.ts';
import type { Segment, Source } from '../../src/wire/source.ts';
import type { LogData, SpanData } from '../../src/wire/telemetry.ts';
import { anyValue, encodeMessage, keyValues, long } from './otlp-messages.ts';

/** Unix time of zero of the clock of the threads below. */
export const ANCHOR = 1_763_000_000_123_456_789n;

export const SITE: WireSite = {
  id: 3,
  name: 'Cart.total',
  target: 'src/cart.ts',
  level: 'info',
  kind: 'sync',
  file: 'src/cart.ts',
  line: 12,
  column: 3,
};

/** A thread that has told of `sites`. */
export function sourceOf(sites: readonly WireSite[], threadId = 0): Source {
  const map = new Map(sites.map((site) => [site.id, site]));
  return { threadId, wallAnchor: ANCHOR, sites: map };
}

/** What a span is, where nothing else is said. */
export function spanData(parts: Partial<SpanData> = {}): SpanData {
  const site = parts.site ?? SITE;
  return {
    site,
    name: site.name,
    kind: 'thread',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: undefined,
    remoteParent: false,
    startTime: ANCHOR + 5_000_000_000n,
    endTime: ANCHOR + 5_000_001_234n,
    status: 'unset',
    statusMessage: '',
    fields: {},
    droppedFields: 0,
    events: [],
    links: [],
    threadId: 0,
    sequence: 0,
    ...parts,
  };
}

/** What a log event is, where nothing else is said. */
export function logData(parts: Partial<LogData> = {}): LogData {
  return {
    site: SITE,
    time: ANCHOR + 7n,
    level: 'info',
    eventName: undefined,
    body: 'saved',
    fields: {},
    droppedFields: 0,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    sampled: true,
    threadId: 0,
    sequence: 0,
    ...parts,
  };
}

/** Writes records as a thread would, with tails by the official definitions. */
export class Records {
  readonly #parts: Uint8Array[] = [];

  span(span: SpanData): this {
    const tail = spanTail(span);
    const words = new Int32Array(span.droppedFields > 0 || tail.length > 0 ? 18 : 16);
    const status = ['unset', 'ok', 'error'].indexOf(span.status);
    words[Word.HEAD] =
      RecordKind.SPAN |
      (status << Flag.STATUS_SHIFT) |
      (span.kind === 'async' ? Flag.ASYNC : 0) |
      (span.remoteParent ? Flag.REMOTE_PARENT : 0) |
      (words.length === HEADER_WORDS.SPAN_WITH_TAIL ? Flag.TAIL : 0) |
      (span.statusMessage === '' ? 0 : Flag.STATUS_IN_TAIL);
    identify(words, span);
    if (span.parentSpanId !== undefined) hexWords(words, SpanWord.PARENT, span.parentSpanId);
    timeWords(words, SpanWord.BEGIN, span.startTime);
    timeWords(words, SpanWord.END, span.endTime);
    if (words.length === HEADER_WORDS.SPAN_WITH_TAIL) {
      words[SpanWord.TAIL_BYTES] = tail.length;
      words[SpanWord.DROPPED] = span.droppedFields;
    }
    return this.record(words, tail);
  }

  log(log: LogData): this {
    const tail = encodeMessage('LogRecord', {
      attributes: keyValues(log.fields),
      ...(log.body === null ? {} : { body: anyValue(log.body) }),
      ...(log.eventName === undefined ? {} : { eventName: log.eventName }),
    });
    const words = new Int32Array(HEADER_WORDS.LOG);
    words[Word.HEAD] = RecordKind.LOG | (LEVELS.indexOf(log.level) << Flag.LEVEL_SHIFT);
    identify(words, log);
    timeWords(words, LogWord.TIME, log.time);
    words[LogWord.TAIL_BYTES] = tail.length;
    words[LogWord.DROPPED] = log.droppedFields;
    return this.record(words, tail);
  }

  /** Fill, as before the end of a ring. */
  pad(bytes: number): this {
    const words = new Int32Array(bytes / 4).fill(-1);
    words[Word.HEAD] = RecordKind.PAD;
    return this.record(words, new Uint8Array());
  }

  /** A record of any header; its length is filled in. */
  record(header: Int32Array, tail: Uint8Array): this {
    const bytes = new Uint8Array((header.byteLength + tail.length + 7) & ~7);
    header[Word.LENGTH] = bytes.length;
    bytes.set(new Uint8Array(header.buffer));
    bytes.set(tail, header.byteLength);
    this.#parts.push(bytes);
    return this;
  }

  segment(source: Source = sourceOf([SITE])): Segment {
    const bytes = new Uint8Array(Buffer.concat(this.#parts));
    return { source, bytes, words: new Int32Array(bytes.buffer) };
  }
}

function spanTail(span: SpanData): Uint8Array {
  return encodeMessage('Span', {
    attributes: keyValues(span.fields),
    events: span.events.map(({ name, time, fields }) => ({
      name,
      timeUnixNano: long(time),
      attributes: keyValues(fields),
    })),
    links: span.links.map(({ traceId, spanId, fields }) => ({
      traceId: Buffer.from(traceId, 'hex'),
      spanId: Buffer.from(spanId, 'hex'),
      attributes: keyValues(fields ?? {}),
    })),
    ...(span.statusMessage === '' ? {} : { status: { message: span.statusMessage, code: 2 } }),
  });
}

function identify(words: Int32Array, record: SpanData | LogData): void {
  words[Word.SITE] = record.site.id;
  words[Word.SEQUENCE] = record.sequence;
  if (record.traceId !== undefined) hexWords(words, Word.TRACE, record.traceId);
  if (record.spanId !== undefined) hexWords(words, Word.SPAN, record.spanId);
}

function hexWords(words: Int32Array, at: number, hex: string): void {
  const bytes = Buffer.from(hex, 'hex');
  for (let i = 0; i < bytes.length; i += 4) words[at + i / 4] = bytes.readInt32BE(i);
}

function timeWords(words: Int32Array, at: number, unix: bigint): void {
  const { low, high } = long(unix - ANCHOR);
  words[at] = low;
  words[at + 1] = high;
}
