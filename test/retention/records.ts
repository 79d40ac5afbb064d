import type { Level } from '../../src/base/level.ts';
import { LEVELS } from '../../src/base/level.ts';
import type { Fields, FieldValue } from '../../src/base/value.ts';
import { attributes, concat } from '../../src/wire/otlp/message.ts';
import {
  Flag,
  HEADER_WORDS,
  LogWord,
  RecordKind,
  SpanWord,
  Tag,
  type WireSite,
  Word,
} from '../../src/wire/record.ts';
import type { Segment, Source } from '../../src/wire/source.ts';
import { anyValue, encodeMessage } from '../wire/otlp-messages.ts';

/** Unix time, in ns, at which all clocks of these tests begin. */
export const EPOCH = 1_700_000_000_000_000_000n;

export function siteOf(id: number, parts: Partial<WireSite> = {}): WireSite {
  return { id, name: `f${id}`, target: 'src/shop.ts', level: 'info', kind: 'sync', ...parts };
}

export function sourceOf(sites: readonly WireSite[], threadId = 0): Source {
  return { threadId, wallAnchor: EPOCH, sites: new Map(sites.map((site) => [site.id, site])) };
}

export interface SpanParts {
  readonly site?: number;
  readonly trace?: number;
  readonly span?: number;
  readonly parent?: number;
  /** Nanoseconds after the epoch. */
  readonly begin?: number;
  readonly end?: number;
  readonly status?: 0 | 1 | 2;
  readonly fields?: Fields;
}

/** A span's record. */
export function spanRecord(parts: SpanParts = {}): Int32Array {
  const { site = 1, trace = 1, span = 1, parent = 0, begin = 0, end = 1000, status = 0 } = parts;
  const tail = attributes(Tag.SPAN_ATTRIBUTE, parts.fields ?? {});
  const words = recordOf(RecordKind.SPAN, HEADER_WORDS.SPAN_WITH_TAIL, tail);
  words[Word.HEAD] = RecordKind.SPAN | Flag.TAIL | (status << Flag.STATUS_SHIFT);
  words[Word.SITE] = site;
  words[Word.TRACE + 3] = trace;
  words[Word.SPAN + 1] = span;
  words[SpanWord.PARENT + 1] = parent;
  writeTime(words, SpanWord.BEGIN, begin);
  writeTime(words, SpanWord.END, end);
  words[SpanWord.TAIL_BYTES] = tail.length;
  return words;
}

export interface LogParts {
  readonly site?: number;
  readonly level?: Level;
  readonly message?: FieldValue;
  readonly time?: number;
  readonly trace?: number;
  readonly fields?: Fields;
}

/** A log event's record. */
export function logRecord(parts: LogParts = {}): Int32Array {
  const { site = 1, level = 'info', message = 'hello', time = 0, trace = 0, fields = {} } = parts;
  const body = encodeMessage('AnyValue', anyValue(message));
  const tail = concat([
    Uint8Array.from([Tag.LOG_BODY, ...varintOf(body.length)]),
    body,
    attributes(Tag.LOG_ATTRIBUTE, fields),
  ]);
  const words = recordOf(RecordKind.LOG, HEADER_WORDS.LOG, tail);
  words[Word.HEAD] = RecordKind.LOG | (LEVELS.indexOf(level) << Flag.LEVEL_SHIFT);
  words[Word.SITE] = site;
  words[Word.TRACE + 3] = trace;
  words[Word.SPAN + 1] = trace;
  writeTime(words, LogWord.TIME, time);
  words[LogWord.TAIL_BYTES] = tail.length;
  return words;
}

/** A run of records, with fill before and after them as in a ring. */
export function segmentOf(source: Source, records: readonly Int32Array[]): Segment {
  const pad = Int32Array.from([16, RecordKind.PAD, 0, 0]);
  const all = [pad, ...records, pad];
  const words = new Int32Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const record of all) {
    words.set(record, at);
    at += record.length;
  }
  return { source, words, bytes: new Uint8Array(words.buffer) };
}

function recordOf(kind: number, header: number, tail: Uint8Array): Int32Array {
  const length = Math.ceil((header * 4 + tail.length) / 8) * 8;
  const words = new Int32Array(length / 4);
  new Uint8Array(words.buffer).set(tail, header * 4);
  words[Word.LENGTH] = length;
  words[Word.HEAD] = kind;
  return words;
}

function writeTime(words: Int32Array, at: number, nano: number): void {
  words[at] = (nano % 2 ** 32) | 0;
  words[at + 1] = Math.floor(nano / 2 ** 32);
}

function varintOf(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, value >> 7];
}
