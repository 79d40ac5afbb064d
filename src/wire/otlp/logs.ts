import { LEVELS } from '../../base/level.ts';
import { TraceFlag } from '../otlp-tags.ts';
import { Flag, HEADER_WORDS, LogWord, RecordKind, Tag, type WireSite, Word } from '../record.ts';
import type { Segment } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { type Anchor, anchorOf, type Encoder, type Packed, packed, viewOf } from './encoder.ts';
import { envelopeOf } from './envelope.ts';
import { attributes, concat, field } from './message.ts';
import { type Keys, keysOf, writeNamed } from './named-values.ts';
import { areFields } from './reader.ts';
import { logSiteAttributes, UNKNOWN_SITE } from './site-attributes.ts';
import { SiteTemplates } from './site-templates.ts';
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
  readonly #templateOf: (site: number) => Template;

  constructor(segment: Segment, encoder: Encoder) {
    this.#segment = segment;
    this.#view = viewOf(segment.bytes);
    this.#encoder = encoder;
    this.#anchor = anchorOf(segment.source);
    this.#templateOf = templates.of(segment.source);
  }

  /** Writes the event at `at`; nothing if it is broken, since that would spoil the whole request. */
  encode(at: number): void {
    const { words } = this.#segment;
    const encoder = this.#encoder;
    const template = this.#templateOf(words[at + Word.SITE] as number);
    const head = words[at + Word.HEAD] as number;
    const hasBody = (head & Flag.BODY_IN_SITE) !== 0;
    encoder.reserve(FIXED + template.bytes.bytes.length + template.body.length);
    const before = encoder.position;
    const start = encoder.open(LOG);
    encoder.time(TIME, words, at + LogWord.TIME, this.#anchor);
    encoder.time(OBSERVED, words, at + LogWord.TIME, this.#anchor);
    const rank = (head >> Flag.LEVEL_SHIFT) & 7;
    encoder.packed(SEVERITY_BYTES[rank] ?? INFO);
    this.#ids(at, head);
    encoder.packed(template.bytes);
    if (hasBody) encoder.copy(template.body);
    const lost = this.#writeTail(at, head, template.keys);
    if (lost < 0) {
      encoder.position = before;
      return;
    }
    this.#dropped(((words[at + LogWord.DROPPED] as number) >>> 0) + lost);
    encoder.close(start);
  }

  /** Returns how many values are lost because nobody knows their names; -1 if the tail is broken. */
  #writeTail(at: number, head: number, keys: Keys | undefined): number {
    const { words, bytes } = this.#segment;
    const encoder = this.#encoder;
    let start = (at + HEADER_WORDS.LOG) * 4;
    const end = start + (words[at + LogWord.TAIL_BYTES] as number);
    if ((head & Flag.NAMED) !== 0) {
      if (keys === undefined) return bytes[start] ?? 0; // Where they end is not known either.
      start = writeNamed(encoder, Tag.LOG_ATTRIBUTE, keys, this.#view, start, end);
    }
    if (!areFields(bytes, start, end)) return -1;
    encoder.reserve(FIXED + end - start);
    encoder.copyPart(this.#view, start, end - start);
    return 0;
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
}

/** What all log events of a site have in common. */
interface Template {
  readonly bytes: Packed;
  /** The message that the site knows. */
  readonly body: Uint8Array;
  /** Of the site's `names`; undefined if the site is not known. */
  readonly keys: Keys | undefined;
}

const templates = new SiteTemplates<Template>(templateOf);

function templateOf(known: WireSite | undefined, threadId: number): Template {
  const site = known ?? UNKNOWN_SITE;
  const fields = { ...logSiteAttributes(site), 'thread.id': threadId };
  return {
    bytes: packed(attributes(Tag.LOG_ATTRIBUTE, fields)),
    body: field(BODY, field(STRING, site.name)),
    keys: known && keysOf(known),
  };
}

function isSet(words: Int32Array, at: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (words[at + i] !== 0) return true;
  return false;
}
