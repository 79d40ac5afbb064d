import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpuTime } from '../measure/cpu.ts';
import { answer } from '../processes/answers.ts';
import type { Subject } from '../subjects/subject.ts';
import { createController, type Parts, SPANS_PER_REQUEST } from './orders.ts';

/** What the server has used and done since its start. */
export interface Reading {
  /** ns of CPU. */
  readonly mainThread: number;
  /** ns of CPU, with those of collector, compiler and sidecar threads. */
  readonly process: number;
  readonly requests: number;
}

/** Serves `POST /orders` on loopback until its parent has gone: the body of a child process. */
export async function serve(subject: Subject, parts: Parts): Promise<void> {
  subject.start?.();
  const orders = createController(parts);
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    place(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const place = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const order = await orders.place(JSON.parse(await bodyOf(request)));
    const body = JSON.stringify(order);
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    response.writeHead(201, headers).end(body);
  };
  await once(server.listen(0, '127.0.0.1'), 'listening');
  answer({
    port: () => (server.address() as AddressInfo).port,
    read: (): Reading => ({ mainThread: cpuTime(), process: processTime(), requests }),
    async losses() {
      await subject.drain?.();
      return subject.losses?.(requests * SPANS_PER_REQUEST) ?? {};
    },
  });
}

/** By events, as frameworks do: to iterate over a stream makes promises by the dozen. */
function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => resolve(body)).on('error', reject);
  });
}

function processTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}
