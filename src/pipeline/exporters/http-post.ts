import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { withoutUndefined } from '../../base/options.ts';
import type { TlsOptions } from './otlp-options.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A body longer than this is none that we asked for; the rest of it is not read. */
const LONGEST_BODY = 4 * 1024 * 1024;

export type Post = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  signal: AbortSignal,
) => Promise<Answer>;

/** Posts over connections that are kept. Redirects are answers like any other. */
export function poster(tls: TlsOptions = {}): { post: Post; close(): void } {
  const http = new HttpAgent({ keepAlive: true, maxSockets: 2 });
  const https = new HttpsAgent({ keepAlive: true, maxSockets: 2, ...withoutUndefined(tls) });
  return {
    post(url, headers, body, signal) {
      const isTls = url.protocol === 'https:';
      const send = isTls ? httpsRequest : httpRequest;
      return new Promise((resolve, reject) => {
        const length = String(body.length);
        const request = send(url, {
          method: 'POST',
          agent: isTls ? https : http,
          headers: { ...headers, 'content-length': length },
          signal,
        });
        request.on('error', reject);
        request.on('response', (response) => readAll(response).then(resolve, reject));
        request.end(body);
      });
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

async function readAll(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_BODY) break;
    parts.push(part);
  }
  const { statusCode = 0, headers } = response;
  return { status: statusCode, headers, body: Buffer.concat(parts) };
}
