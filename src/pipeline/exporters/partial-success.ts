import { Reader } from '../../wire/otlp/reader.ts';
import type { Answer } from './http-post.ts';

/** What a receiver says of a request that it took. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

const ALL_TAKEN: PartialSuccess = { rejected: 0, message: '' };
/** Tags of `Export…ServiceResponse` and `Export…PartialSuccess`. */
const PARTIAL_SUCCESS = 0x0a;
const REJECTED = 0x08;
const MESSAGE = 0x12;

/**
 * Reads the answer to a request that succeeded. A body that is none of OTLP's, such as the page of
 * a proxy, says nothing of any span: the status does.
 */
export function partialSuccess({ headers, body }: Answer): PartialSuccess {
  const type = headers['content-type'] ?? '';
  try {
    if (type.startsWith('application/json')) return fromJson(JSON.parse(body.toString()));
    return type.startsWith('application/x-protobuf') ? fromProtobuf(new Reader(body)) : ALL_TAKEN;
  } catch {
    return ALL_TAKEN;
  }
}

function fromJson(body: { partialSuccess?: Record<string, unknown> } | null): PartialSuccess {
  const partial = body?.partialSuccess ?? {};
  const rejected = Number(partial.rejectedSpans ?? partial.rejectedLogRecords ?? 0);
  return { rejected, message: String(partial.errorMessage ?? '') };
}

function fromProtobuf(reader: Reader): PartialSuccess {
  let partial = ALL_TAKEN;
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === PARTIAL_SUCCESS) partial = readPartial(reader.message());
    else reader.skip(tag);
  }
  return partial;
}

function readPartial(reader: Reader): PartialSuccess {
  let rejected = 0;
  let message = '';
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === REJECTED) rejected = Number(reader.int64());
    else if (tag === MESSAGE) message = reader.text();
    else reader.skip(tag);
  }
  return { rejected, message };
}
