import { LEVELS } from '../../base/level.ts';
import { TraceFlag } from '../otlp-tags.ts';
import { Flag, HEADER_WORDS, LogWord, RecordKind, Tag, Word } from '../record.ts';
import type { Segment } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { type Anchor, anchorOf, type Encoder, type Packed, packed, viewOf } from './encoder.ts';
import { envelopeOf } from './envelope.ts';
import { attributes, concat, field } from './message.ts';
import { areFields } from './reader.ts';
import { logSiteAttributes, UNKNOWN_SITE } from './site-attributes.ts';
import { eachRecord } from './walk.ts';

/** Tags of `ScopeLogs` and `LogRecord`. */
const LOG = 0x12;
const TIME = 0x09;
const SEVERITY = 0x10;
const SEVERITY_TEXT = 3;
const DROPPED = 0x38;
const FLAGS = 0x45;
const TRACE_ID = 0x4a;
const SPAN_ID = 0x52;
const OBSERVED = 0x59;
/** Numbers of `LogRecord.body` and `AnyValue.string_value`. */
const BODY = 5;
const STRING = 1;

const NO_BODY: Uint8Array = new Uint8Array();

/** By rank of the level. */
export const SEVERITIES: readonly number[] = [1, 5, 9, 13, 17, 21];

/** Most bytes of what is not in site or tail: tag and length, times, severity, ids, flags, count. */
const FIXED = 4 + 18 + 16 + 18 + 10 + 5 + 6;

/** How each level is written: number and text. */
const SEVERITY_BYTES: readonly Packed[] = LEVELS.map((level, rank) =>
  packed(
    concat([
      Uint8Array.from([SEVERITY, SEVERITIES[rank] as number]),
      field(SEVERITY_TEXT, level.toUpperCase()),
    ]),
  ),
);
/** In place of a level that is none. */
const INFO = SEVERITY_BYTES[LEVELS.indexOf('info')] as Packed;

/** Body of an `ExportLogsServiceRequest` with all log events of `segments`. */
export function encodeLogs(segments: readonly Segment[], resource: Resource): Uint8Array {
  return envelopeOf(resource).ofSegments(segments, (encoder, segment) => {
    const logs = new SegmentLogs(segment, encoder);
    eachRecord(segment, RecordKind.LOG, (at) => logs.encode(at));
  });
}

/** Encodes the log events of one thread. */
class SegmentLogs {
  readonly #segment: Segment;
  readonly #view: DataView;
  readonly #encoder: Encoder;
  readonly #anchor: Anchor;
  readonly #templates = new Map<number, Packed>();
  readonly #bodies = new Map<number, Uint8Array>();

  constructor(segment: Segment, encoder: Encoder) {
    this.#segment = segment;
    this.#view = viewOf(segment.bytes);
    this.#encoder = encoder;
    this.#anchor = anchorOf(segment.source);
  }

  /** Writes the event at `at`; nothing if it is broken, since that would spoil the whole request. */
  encode(at: number): void {
    const { words, bytes } = this.#segment;
    const tail = words[at + LogWord.TAIL_BYTES] as number;
    const tailStart = (at + HEADER_WORDS.LOG) * 4;
    if (!areFields(bytes, tailStart, tailStart + tail)) return;
    const encoder = this.#encoder;
    const site = words[at + Word.SITE] as number;
    const template = this.#template(site);
    const head = words[at + Word.HEAD] as number;
    const body = (head & Flag.BODY_IN_SITE) === 0 ? NO_BODY : this.#body(site);
    encoder.reserve(FIXED + template.bytes.length + body.length + tail);
    const start = encoder.open(LOG);
    encoder.time(TIME, words, at + LogWord.TIME, this.#anchor);
    encoder.time(OBSERVED, words, at + LogWord.TIME, this.#anchor);
    const rank = (head >> Flag.LEVEL_SHIFT) & 7;
    encoder.packed(SEVERITY_BYTES[rank] ?? INFO);
    this.#ids(at, head);
    encoder.packed(template);
    if (body !== NO_BODY) encoder.copy(body);
    encoder.copyPart(this.#view, tailStart, tail);
    this.#dropped((words[at + LogWord.DROPPED] as number) >>> 0);
    encoder.close(start);
  }

  #ids(at: number, head: number): void {
    const { words } = this.#segment;
    const encoder = this.#encoder;
    if (isSet(words, at + Word.TRACE, 4)) encoder.id(TRACE_ID, words, at + Word.TRACE, 4);
    if (!isSet(words, at + Word.SPAN, 2)) return;
    encoder.id(SPAN_ID, words, at + Word.SPAN, 2);
    encoder.byte(FLAGS);
    encoder.fixed32((head & Flag.UNSAMPLED) === 0 ? TraceFlag.SAMPLED : 0);
  }

  #dropped(count: number): void {
    if (count === 0) return;
    this.#encoder.byte(DROPPED);
    this.#encoder.varint(count);
  }

  /** The message that a site knows. */
  #body(id: number): Uint8Array {
    let body = this.#bodies.get(id);
    if (body === undefined) {
      const { name } = this.#segment.source.sites.get(id) ?? UNKNOWN_SITE;
      body = field(BODY, field(STRING, name));
      this.#bodies.set(id, body);
    }
    return body;
  }

  #template(id: number): Packed {
    let template = this.#templates.get(id);
    if (template === undefined) {
      const { source } = this.#segment;
      const site = logSiteAttributes(source.sites.get(id) ?? UNKNOWN_SITE);
      const fields = { ...site, 'thread.id': source.threadId };
      template = packed(attributes(Tag.LOG_ATTRIBUTE, fields));
      this.#templates.set(id, template);
    }
    return template;
  }
}

function isSet(words: Int32Array, at: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (words[at + i] !== 0) return true;
  return false;
}
