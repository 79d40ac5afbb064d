import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Ask } from './requests.ts';

/** All that a client can see of an answer, but for the time of day. */
export interface Answer {
  readonly status: number | undefined;
  /** In the order in which they came. */
  readonly headers: readonly string[];
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

/** Fires a request at a server of this machine; redirections are not followed. */
export async function fire(
  port: number,
  { path, method = 'GET', headers = {}, body = '' }: Ask,
  extra: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const options = { agent, port, path, method, headers: { ...headers, ...extra } };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options, resolve).on('error', reject).end(body);
  });
  return {
    status: response.statusCode,
    headers: timeless(response.rawHeaders),
    body: await text(response),
  };
}

function timeless(rawHeaders: readonly string[]): string[] {
  const headers: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at] !== 'Date') headers.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  return headers;
}
