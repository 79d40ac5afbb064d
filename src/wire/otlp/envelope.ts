import { VERSION } from '../../base/version.ts';
import type { Segment } from '../source.ts';
import type { Resource } from '../telemetry.ts';
import { Encoder } from './encoder.ts';
import { attributes, concat, field, varint } from './message.ts';

/** Numbers that `ResourceSpans` and `ResourceLogs`, and what is in them, have in common. */
const RESOURCE = 1;
const RESOURCE_ATTRIBUTE = (1 << 3) | 2;
const SCOPE_ITEMS = 2;
const SCOPE = 1;
const SCOPE_NAME = 1;
const SCOPE_VERSION = 2;
const SCHEMA_URL = 3;
/** Repeated in `TracesData` and `LogsData`, and in the requests that export them. */
const RESOURCE_ITEMS = 1;

/** Most bytes of what stands ahead of the items, beside resource and scope: two tags and lengths. */
const LENGTHS = 12;
/** A span, with what its site says, is about so much longer than its record. */
const GROWTH = 3;

/** A larger buffer is not kept for the next request. */
const MOST_KEPT = 4 * 1024 * 1024;

/** What stands around the spans or log records of one resource. */
export class Envelope {
  #encoder = new Encoder(0);
  readonly #resource: Uint8Array;
  readonly #scope: Uint8Array = field(
    SCOPE,
    concat([field(SCOPE_NAME, 'spanfn'), field(SCOPE_VERSION, VERSION)]),
  );
  readonly #end: Uint8Array;

  constructor(resource: Resource) {
    this.#resource = field(RESOURCE, attributes(RESOURCE_ATTRIBUTE, resource.attributes));
    const { schemaUrl } = resource;
    this.#end = schemaUrl === undefined ? new Uint8Array() : field(SCHEMA_URL, schemaUrl);
  }

  /** The body of a request with what `write` writes of each segment: items, each with its tag. */
  ofSegments(
    segments: readonly Segment[],
    write: (encoder: Encoder, segment: Segment) => void,
  ): Uint8Array {
    const records = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return this.around(records * GROWTH, (encoder) => {
      for (const segment of segments) write(encoder, segment);
    });
  }

  /**
   * The body of a request with what `write` writes, which is about `expected` bytes: items, each
   * with its tag. They are written behind room for what has to tell their length, into a buffer that
   * is used again: what is too large for a request would have V8 collect garbage over and over.
   */
  around(expected: number, write: (encoder: Encoder) => void): Uint8Array {
    const room = this.#resource.length + this.#scope.length + LENGTHS;
    const encoder = this.#encoder;
    encoder.position = 0;
    encoder.reserve(room + expected + this.#end.length);
    encoder.position = room;
    write(encoder);
    const head = this.#head(encoder.position - room);
    encoder.reserve(this.#end.length);
    encoder.copy(this.#end);
    encoder.bytes.set(head, room - head.length);
    if (encoder.bytes.length > MOST_KEPT) this.#encoder = new Encoder(0);
    return new Uint8Array(encoder.bytes.subarray(room - head.length, encoder.position));
  }

  /** All that is ahead of so many bytes of items. */
  #head(items: number): Uint8Array {
    const scope = concat([
      varint((SCOPE_ITEMS << 3) | 2),
      varint(this.#scope.length + items),
      this.#scope,
    ]);
    const length = this.#resource.length + scope.length + items + this.#end.length;
    return concat([varint((RESOURCE_ITEMS << 3) | 2), varint(length), this.#resource, scope]);
  }
}

const envelopes = new WeakMap<Resource, Envelope>();

/** The envelope of a resource, which is encoded once. */
export function envelopeOf(resource: Resource): Envelope {
  let envelope = envelopes.get(resource);
  if (envelope === undefined) {
    envelope = new Envelope(resource);
    envelopes.set(resource, envelope);
  }
  return envelope;
}
