import { gzipSync } from 'node:zlib';
import type { Signal } from '../facts.ts';
import type { Route } from './sender.ts';

/** An answer without a partial success: none of it, or an empty one, in JSON and in protobuf. */
const WHOLLY_TAKEN: readonly string[] = ['', '{}', '{"partialSuccess":{}}', '\n\0'];

/** Sends the body of one export request. @throws Error if it is not taken as a whole */
export async function post(
  signal: Signal,
  body: Uint8Array,
  { url, json, gzip }: Route,
): Promise<void> {
  const headers = {
    'content-type': json ? 'application/json' : 'application/x-protobuf',
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
  };
  const sent = gzip ? gzipSync(body) : body;
  const response = await fetch(`${url}/v1/${signal}`, { method: 'POST', headers, body: sent });
  const answer = Buffer.from(await response.arrayBuffer());
  const isTaken = response.ok && WHOLLY_TAKEN.includes(answer.toString());
  if (!isTaken) throw new Error(`${url}/v1/${signal} answers ${response.status}: ${answer}`);
}
