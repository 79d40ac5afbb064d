import { Reader } from '../../wire/otlp/reader.ts';
import type { Answer } from './http-post.ts';

/** Characters that are shown. */
const LENGTH = 500;
/** Tag of `google.rpc.Status.message`. */
const MESSAGE = 0x12;

/** Why a receiver refuses, in its own words: the message of a status, else the text as it is. */
export function refusal({ headers, body }: Answer): string {
  const type = headers['content-type'] ?? '';
  try {
    if (type.startsWith('application/json')) {
      return String(JSON.parse(body.toString()).message ?? '').slice(0, LENGTH);
    }
    if (type.startsWith('application/x-protobuf')) {
      return new Reader(body).textField(MESSAGE).slice(0, LENGTH);
    }
  } catch {
    // It is not what it says it is.
  }
  return body.toString('utf8', 0, LENGTH);
}
