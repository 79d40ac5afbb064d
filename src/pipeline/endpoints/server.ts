import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SpanFnError } from '../../base/errors.ts';
import type { Answer } from './answer.ts';
import { Guard } from './guard.ts';
import type { EndpointSettings } from './options.ts';
import { Problem } from './problem.ts';
import { type EndpointSources, ROUTES, type Route } from './routes.ts';

const MAX_HEADER_BYTES = 8192;

/** How much of the sidecar clients may take up. */
export interface ServerLimits {
  readonly connections: number;
  /** Milliseconds in which a request has to be there. */
  readonly requestWithin: number;
  /** Milliseconds in which its answer has to be read. */
  readonly answerWithin: number;
  /** Milliseconds for the next request on a connection. */
  readonly idle: number;
}

const LIMITS: ServerLimits = {
  connections: 32,
  requestWithin: 10_000,
  answerWithin: 30_000,
  idle: 5000,
};

/** What all answers say: nobody is to keep them, and no page of another origin to use them. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
const JSON_TYPE = 'application/json; charset=utf-8';

/** Endpoints that are open. */
export interface EndpointServer {
  /** Such as `http://127.0.0.1:9464`. */
  readonly url: string;
  readonly port: number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Opens the endpoints.
 *
 * @throws SpanFnError `SPANFN_SIDECAR_FAILED` if the address cannot be listened on
 */
export async function serveEndpoints(
  settings: EndpointSettings,
  sources: EndpointSources,
  limits: ServerLimits = LIMITS,
): Promise<EndpointServer> {
  const guard = new Guard(settings);
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: limits.requestWithin,
      headersTimeout: limits.requestWithin,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: limits.requestWithin / 10,
    },
    (request, response) => {
      endLateAnswer(response, limits.answerWithin);
      void handle(request, response, guard, sources);
    },
  );
  server.maxConnections = limits.connections;
  server.on('clientError', refuseMalformed);
  await listen(server, settings);
  const { port, address, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    close: () => closeServer(server),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  guard: Guard,
  sources: EndpointSources,
): Promise<void> {
  // Nobody reads a body: the connection ends, and it with it.
  if (hasBody(request)) response.setHeader('Connection', 'close');
  try {
    guard.check(request);
    const { route, query } = find(request.url as string);
    sources.refresh?.();
    const answer = await route(sources, { query, accept: request.headers.accept });
    send(response, 200, answer);
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(500, 'This cannot be answered');
    const { status, body, headers } = problem;
    send(response, status, { type: JSON_TYPE, body, headers });
  }
}

/** A path is looked up as it was sent: nothing is decoded, and no file is behind it. */
function find(url: string): { readonly route: Route; readonly query: string } {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const route = ROUTES.get(path);
  if (route === undefined) {
    throw new Problem(404, 'There is nothing here', { got: path, allowed: [...ROUTES.keys()] });
  }
  return { route, query: mark < 0 ? '' : url.slice(mark + 1) };
}

function send(response: ServerResponse, status: number, { type, body, headers }: Answer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...HEADERS,
    ...headers,
    'Content-Type': type,
    'Content-Length': bytes.length,
  });
  response.end(bytes); // Node leaves the body out for HEAD.
}

/** One who reads slowly must not hold an answer for ever. */
function endLateAnswer(response: ServerResponse, ms: number): void {
  const timer = setTimeout(() => response.destroy(), ms).unref();
  response.once('close', () => clearTimeout(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

const REFUSALS: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too long'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request takes too long'],
};

/** What is no HTTP, or too much of it, is not worth a parser's second look. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSALS[error.code ?? ''] ?? [400, 'This is no HTTP request'];
  const { body } = new Problem(status, message, {
    allowed: status === 431 ? `${MAX_HEADER_BYTES} bytes` : undefined,
  });
  const head = [
    `HTTP/1.1 ${status} Refused`,
    `Content-Type: ${JSON_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function listen(server: Server, { port, host }: EndpointSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new SpanFnError('SPANFN_SIDECAR_FAILED', {
          value: `${host}:${port}`,
          cause: `The endpoints cannot listen there: ${error.message}`,
          remedy: 'Give another port, or 0 for any that is free, and an address of this machine.',
        }),
      ),
    );
    server.listen({ port, host, exclusive: true }, () => {
      server.removeAllListeners('error');
      // What goes wrong from now on is for each connection to tell.
      server.on('error', () => {});
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
