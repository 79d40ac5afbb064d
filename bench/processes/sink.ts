import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { answer } from './answers.ts';
import { countSpans } from './count-spans.ts';

/** Takes whatever is posted and counts it: an OTLP receiver on loopback, in its own process. */
let spans = 0;

const server = createServer(async (request: IncomingMessage, response) => {
  spans += countSpans(await buffer(request));
  response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
});

await once(server.listen(0, '127.0.0.1'), 'listening');
answer({ port: () => (server.address() as AddressInfo).port, spans: () => spans });
