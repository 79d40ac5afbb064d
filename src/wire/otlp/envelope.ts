import { VERSION } from '../../base/version.ts';
import type { Resource } from '../telemetry.ts';
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

/** What stands around the spans or log records of one resource. */
export class Envelope {
  readonly #resource: Uint8Array;
  readonly #resourceEnd: Uint8Array;
  readonly #scope: Uint8Array = field(
    SCOPE,
    concat([field(SCOPE_NAME, 'spanfn'), field(SCOPE_VERSION, VERSION)]),
  );

  constructor(resource: Resource) {
    this.#resource = field(RESOURCE, attributes(RESOURCE_ATTRIBUTE, resource.attributes));
    const { schemaUrl } = resource;
    this.#resourceEnd = schemaUrl === undefined ? new Uint8Array() : field(SCHEMA_URL, schemaUrl);
  }

  /** The body of a request; `items` are spans or log records, each with its tag. */
  wrap(items: Uint8Array): Uint8Array {
    const scopeLength = this.#scope.length + items.length;
    const scopeHead = concat([varint((SCOPE_ITEMS << 3) | 2), varint(scopeLength), this.#scope]);
    const length =
      this.#resource.length + scopeHead.length + items.length + this.#resourceEnd.length;
    return concat([
      varint((RESOURCE_ITEMS << 3) | 2),
      varint(length),
      this.#resource,
      scopeHead,
      items,
      this.#resourceEnd,
    ]);
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
