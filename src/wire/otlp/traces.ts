import { TraceFlag } from '../otlp-tags.ts';
import { Flag, RecordKind, SpanWord, Tag, type WireSite, Word } from '../record.ts';
import type { Segment } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { type Anchor, anchorOf, type Encoder, type Packed, packed, viewOf } from './encoder.ts';
import { envelopeOf } from './envelope.ts';
import { attributes, concat, field } from './message.ts';
import { type Keys, keysOf, writeNamed } from './named-values.ts';
import { areFields } from './reader.ts';
import { spanSiteAttributes, UNKNOWN_SITE } from './site-attributes.ts';
import { SiteTemplates } from './site-templates.ts';
import { SpanTail } from './span-tail.ts';
import { eachRecord } from './walk.ts';

/** Tags of `ScopeSpans` and `Span`. */
const SPAN = 0x12;
const TRACE_ID = 0x0a;
const SPAN_ID = 0x12;
const PARENT_ID = 0x22;
const NAME = 5;
const KIND = [0x30, 1]; // SPAN_KIND_INTERNAL
const START = 0x39;
const END = 0x41;
const DROPPED = 0x50;
const STATUS_CODE = 0x18;
const FLAGS = [0x85, 0x01];

/** Most bytes of what is neither in site nor in tail: length, ids, times, flags, count, status. */
const FIXED = 6 + 18 + 10 + 10 + 18 + 6 + 6 + 4;

/** Body of an `ExportTraceServiceRequest` with all spans of `segments`. */
export function encodeTraces(segments: readonly Segment[], resource: Resource): Uint8Array {
  return envelopeOf(resource).ofSegments(segments, (encoder, segment) => {
    const spans = new SegmentSpans(segment, encoder);
    eachRecord(segment, RecordKind.SPAN, (at) => spans.encode(at));
  });
}

/** Encodes the spans of one thread. */
class SegmentSpans {
  readonly #segment: Segment;
  readonly #view: DataView;
  readonly #encoder: Encoder;
  readonly #anchor: Anchor;
  readonly #ofThread: (site: number) => Template;
  readonly #ofAsync: (site: number) => Template;
  readonly #tail = new SpanTail();

  constructor(segment: Segment, encoder: Encoder) {
    this.#segment = segment;
    this.#view = viewOf(segment.bytes);
    this.#encoder = encoder;
    this.#anchor = anchorOf(segment.source);
    this.#ofThread = ofThread.of(segment.source);
    this.#ofAsync = ofAsync.of(segment.source);
  }

  /** Writes the span at `at`; nothing if it is broken, since that would spoil the whole request. */
  encode(at: number): void {
    const { words } = this.#segment;
    const encoder = this.#encoder;
    const head = words[at + Word.HEAD] as number;
    const site = words[at + Word.SITE] as number;
    const isAsync = (head & Flag.ASYNC) !== 0;
    const { bytes, keys } = isAsync ? this.#ofAsync(site) : this.#ofThread(site);
    encoder.reserve(FIXED + bytes.bytes.length);
    const before = encoder.position;
    const start = encoder.open(SPAN);
    encoder.id(TRACE_ID, words, at + Word.TRACE, 4);
    encoder.id(SPAN_ID, words, at + Word.SPAN, 2);
    if (words[at + SpanWord.PARENT] !== 0 || words[at + SpanWord.PARENT + 1] !== 0) {
      encoder.id(PARENT_ID, words, at + SpanWord.PARENT, 2);
    }
    encoder.time(START, words, at + SpanWord.BEGIN, this.#anchor);
    encoder.time(END, words, at + SpanWord.END, this.#anchor);
    this.#flags(head);
    encoder.packed(bytes);
    this.#tail.find(this.#segment, at, keys !== undefined);
    if (this.#writeTail(keys)) {
      if (this.#tail.dropped > 0) this.#dropped(this.#tail.dropped);
      if (!this.#tail.hasStatus) this.#status((head >> Flag.STATUS_SHIFT) & 3);
      encoder.close(start);
    } else encoder.position = before;
  }

  /** Whether it is as a tail should be. */
  #writeTail(keys: Keys | undefined): boolean {
    const { isNamed, end } = this.#tail;
    let { start } = this.#tail;
    if (isNamed) {
      const encoder = this.#encoder;
      start = writeNamed(encoder, Tag.SPAN_ATTRIBUTE, keys as Keys, this.#view, start, end);
    }
    if (start === end) return true;
    if (!areFields(this.#segment.bytes, start, end)) return false;
    this.#encoder.reserve(FIXED + end - start);
    this.#encoder.copyPart(this.#view, start, end - start);
    return true;
  }

  #flags(head: number): void {
    const encoder = this.#encoder;
    encoder.byte(FLAGS[0] as number);
    encoder.byte(FLAGS[1] as number);
    const remote = (head & Flag.REMOTE_PARENT) === 0 ? 0 : TraceFlag.PARENT_REMOTE;
    encoder.fixed32(TraceFlag.SAMPLED | TraceFlag.PARENT_KNOWN | remote);
  }

  #dropped(count: number): void {
    this.#encoder.byte(DROPPED);
    this.#encoder.varint(count);
  }

  #status(code: number): void {
    if (code === 0) return;
    this.#encoder.byte(Tag.SPAN_STATUS);
    this.#encoder.byte(2);
    this.#encoder.byte(STATUS_CODE);
    this.#encoder.byte(code);
  }
}

/** What all spans of a site have in common. */
interface Template {
  readonly bytes: Packed;
  /** Of the site's `names`; undefined if the site is not known. */
  readonly keys: Keys | undefined;
}

const ofThread = new SiteTemplates<Template>((site, id) => templateOf(site, false, id));
const ofAsync = new SiteTemplates<Template>((site, id) => templateOf(site, true, id));

function templateOf(known: WireSite | undefined, isAsync: boolean, threadId: number): Template {
  const site = known ?? UNKNOWN_SITE;
  const fields = {
    ...spanSiteAttributes(site),
    'thread.id': threadId,
    'spanfn.kind': isAsync ? 'async' : 'thread',
  };
  const bytes = concat([
    field(NAME, site.name),
    Uint8Array.from(KIND),
    attributes(Tag.SPAN_ATTRIBUTE, fields),
  ]);
  return { bytes: packed(bytes), keys: known && keysOf(known) };
}
