import { LEVELS } from '../../base/level.ts';
import { TraceFlag } from '../otlp-tags.ts';
import { Flag, HEADER_WORDS, LogWord, RecordKind, Tag, Word } from '../record.ts';
import type { Segment } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { type Anchor, anchorOf, Encoder, varintLength } from './encoder.ts';
import { envelopeOf } from './envelope.ts';
import { attributes, concat, field } from './message.ts';
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

/** By rank of the level. */
export const SEVERITIES: readonly number[] = [1, 5, 9, 13, 17, 21];

/** Bytes of two times, and of the ids with their flags. */
const TIMES = 18;
const IDS = 18 + 10 + 5;

/** How each level is written: number and text. */
const SEVERITY_BYTES: readonly Uint8Array[] = LEVELS.map((level, rank) =>
  concat([
    Uint8Array.from([SEVERITY, SEVERITIES[rank] as number]),
    field(SEVERITY_TEXT, level.toUpperCase()),
  ]),
);

/** Body of an `ExportLogsServiceRequest` with all log events of `segments`. */
export function encodeLogs(segments: readonly Segment[], resource: Resource): Uint8Array {
  const encoder = new Encoder(segments.reduce((sum, { bytes }) => sum + bytes.length * 3, 256));
  for (const segment of segments) {
    const anchor = anchorOf(segment.source);
    const templates = new Map<number, Uint8Array>();
    eachRecord(segment, RecordKind.LOG, (at) => encode(encoder, segment, at, anchor, templates));
  }
  return envelopeOf(resource).wrap(encoder.written);
}

function encode(
  encoder: Encoder,
  segment: Segment,
  at: number,
  anchor: Anchor,
  templates: Map<number, Uint8Array>,
): void {
  const { words, bytes } = segment;
  const severity = SEVERITY_BYTES[((words[at + Word.HEAD] as number) >> Flag.LEVEL_SHIFT) & 7];
  const template = templateOf(segment, words[at + Word.SITE] as number, templates);
  const tail = words[at + LogWord.TAIL_BYTES] as number;
  const dropped = words[at + LogWord.DROPPED] as number;
  const inSpan = words[at + Word.SPAN] !== 0 || words[at + Word.SPAN + 1] !== 0;
  const level = severity as Uint8Array;
  const length =
    TIMES +
    level.length +
    template.length +
    tail +
    (inSpan ? IDS : 0) +
    (dropped === 0 ? 0 : 1 + varintLength(dropped));
  encoder.reserve(length + 8);
  encoder.byte(LOG);
  encoder.varint(length);
  encoder.time(TIME, words, at + LogWord.TIME, anchor);
  encoder.time(OBSERVED, words, at + LogWord.TIME, anchor);
  encoder.copy(level);
  if (inSpan) {
    encoder.id(TRACE_ID, words, at + Word.TRACE, 4);
    encoder.id(SPAN_ID, words, at + Word.SPAN, 2);
    encoder.byte(FLAGS);
    encoder.fixed32(TraceFlag.SAMPLED);
  }
  encoder.copy(template);
  encoder.copyPart(bytes, (at + HEADER_WORDS.LOG) * 4, tail);
  if (dropped === 0) return;
  encoder.byte(DROPPED);
  encoder.varint(dropped);
}

function templateOf(
  { source }: Segment,
  id: number,
  templates: Map<number, Uint8Array>,
): Uint8Array {
  let template = templates.get(id);
  if (template === undefined) {
    const site = source.sites.get(id) ?? UNKNOWN_SITE;
    const fields = { ...logSiteAttributes(site), 'thread.id': source.threadId };
    template = attributes(Tag.LOG_ATTRIBUTE, fields);
    templates.set(id, template);
  }
  return template;
}
