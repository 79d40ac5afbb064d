import { TraceFlag } from '../otlp-tags.ts';
import { Flag, HEADER_WORDS, RecordKind, SpanWord, Tag, type WireSite, Word } from '../record.ts';
import type { Segment, Source } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { type Anchor, anchorOf, Encoder, varintLength } from './encoder.ts';
import { envelopeOf } from './envelope.ts';
import { attributes, concat, field } from './message.ts';
import { keysOf, NamedValues } from './named-values.ts';
import { spanSiteAttributes, UNKNOWN_SITE } from './site-attributes.ts';
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
const STATUS = 0x7a;
const STATUS_CODE = 0x18;
const FLAGS = [0x85, 0x01];

/** Bytes of what every span has: two ids, two times, flags. */
const FIXED = 18 + 10 + 18 + 6;
const PARENT = 10;
const STATUS_LENGTH = 4;

/** Body of an `ExportTraceServiceRequest` with all spans of `segments`. */
export function encodeTraces(segments: readonly Segment[], resource: Resource): Uint8Array {
  const encoder = new Encoder(segments.reduce((sum, { bytes }) => sum + bytes.length * 3, 256));
  for (const segment of segments) {
    const spans = new SegmentSpans(segment, encoder);
    eachRecord(segment, RecordKind.SPAN, (at) => spans.encode(at));
  }
  return envelopeOf(resource).wrap(encoder.written);
}

/** Encodes the spans of one thread. */
class SegmentSpans {
  readonly #segment: Segment;
  readonly #encoder: Encoder;
  readonly #anchor: Anchor;
  readonly #templates: Templates;
  readonly #named = new NamedValues();

  constructor(segment: Segment, encoder: Encoder) {
    this.#segment = segment;
    this.#encoder = encoder;
    this.#anchor = anchorOf(segment.source);
    this.#templates = templatesOf(segment.source);
  }

  encode(at: number): void {
    const { words, bytes } = this.#segment;
    const head = words[at + Word.HEAD] as number;
    const template = this.#templates.of(words[at + Word.SITE] as number, head);
    const hasTail = (head & Flag.TAIL) !== 0;
    const tail = hasTail ? (words[at + SpanWord.TAIL_BYTES] as number) : 0;
    const start = (at + HEADER_WORDS.SPAN_WITH_TAIL) * 4;
    if ((head & Flag.NAMED) !== 0) this.#named.read(template.keys, bytes, start);
    else this.#named.clear();
    const dropped = tail === 0 ? 0 : (words[at + SpanWord.DROPPED] as number);
    const status = (head & Flag.STATUS_IN_TAIL) === 0 ? (head >> Flag.STATUS_SHIFT) & 3 : 0;
    const isRoot = words[at + SpanWord.PARENT] === 0 && words[at + SpanWord.PARENT + 1] === 0;
    const length =
      FIXED +
      template.bytes.length +
      this.#named.added +
      tail +
      (isRoot ? 0 : PARENT) +
      (status === 0 ? 0 : STATUS_LENGTH) +
      (dropped === 0 ? 0 : 1 + varintLength(dropped));
    const encoder = this.#encoder;
    encoder.reserve(length + 8);
    encoder.byte(SPAN);
    encoder.varint(length);
    encoder.id(TRACE_ID, words, at + Word.TRACE, 4);
    encoder.id(SPAN_ID, words, at + Word.SPAN, 2);
    if (!isRoot) encoder.id(PARENT_ID, words, at + SpanWord.PARENT, 2);
    encoder.time(START, words, at + SpanWord.BEGIN, this.#anchor);
    encoder.time(END, words, at + SpanWord.END, this.#anchor);
    this.#flags(head);
    encoder.copy(template.bytes);
    const named = this.#named.write(template.keys, bytes, start, encoder);
    if (tail > named) encoder.copyPart(bytes, start + named, tail - named);
    if (dropped > 0) this.#dropped(dropped);
    if (status !== 0) this.#status(status);
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
    this.#encoder.byte(STATUS);
    this.#encoder.byte(2);
    this.#encoder.byte(STATUS_CODE);
    this.#encoder.byte(code);
  }
}

/** What all spans of a site have in common. */
interface Template {
  readonly bytes: Uint8Array;
  /** Of the site's `names`. */
  readonly keys: readonly (Uint8Array | null)[];
}

/** What all spans of a site have in common, by site; for both kinds of spans. */
class Templates {
  readonly #source: Source;
  readonly #thread: Template[] = [];
  readonly #async: Template[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  of(site: number, head: number): Template {
    const isAsync = (head & Flag.ASYNC) !== 0;
    return (isAsync ? this.#async : this.#thread)[site] ?? this.#make(site, isAsync);
  }

  #make(id: number, isAsync: boolean): Template {
    const site = this.#source.sites.get(id);
    const template = templateOf(site ?? UNKNOWN_SITE, isAsync, this.#source.threadId);
    if (site !== undefined && site.transient !== true) {
      (isAsync ? this.#async : this.#thread)[id] = template;
    }
    return template;
  }
}

const templates = new WeakMap<Source, Templates>();

function templatesOf(source: Source): Templates {
  let found = templates.get(source);
  if (found === undefined) {
    found = new Templates(source);
    templates.set(source, found);
  }
  return found;
}

function templateOf(site: WireSite, isAsync: boolean, threadId: number): Template {
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
  return { bytes, keys: keysOf(site) };
}
