import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  checkEndpointOptions,
  type EndpointOptions,
} from '../../src/pipeline/endpoints/options.ts';
import type { EndpointSources } from '../../src/pipeline/endpoints/routes.ts';
import {
  type EndpointServer,
  type ServerLimits,
  serveEndpoints,
} from '../../src/pipeline/endpoints/server.ts';
import { pipelineMetrics } from '../../src/pipeline/metrics/pipeline-stats.ts';
import { SpanMetrics } from '../../src/pipeline/metrics/span-metrics.ts';
import { checkRetentionOptions } from '../../src/pipeline/retention/options.ts';
import { Retention } from '../../src/pipeline/retention/retention.ts';
import { segmentOf, siteOf, sourceOf } from '../retention/records.ts';

export const SITES = [
  siteOf(1, { name: 'Cart.total', file: 'src/shop.ts', line: 12, column: 3 }),
  siteOf(2, { name: 'load', target: 'src/db.ts', kind: 'async' }),
];

export interface Served extends EndpointServer {
  /** Records what a thread has written. */
  record(records: readonly Int32Array[], threadId?: number): void;
}

/** Endpoints that are open until the test is over. */
export async function served(
  options: EndpointOptions = {},
  parts: Partial<EndpointSources> = {},
  maxRecords = 10_000,
  limits?: ServerLimits,
): Promise<Served> {
  const retention = new Retention(checkRetentionOptions({ maxRecords }));
  const spanMetrics = new SpanMetrics();
  const { spans, logs } = retention;
  const server = await serveEndpoints(
    checkEndpointOptions({ rateLimit: 1000, ...options }),
    {
      spans,
      logs,
      resource: { attributes: { 'service.name': 'shop' } },
      metrics: () => [...spanMetrics.collect(), ...pipelineMetrics(retention.stats())],
      openSpans: () => [],
      startTime: BigInt(Date.now()) * 1_000_000n,
      ...parts,
    },
    limits,
  );
  onTestFinished(() => server.close());
  return {
    ...server,
    record(records, threadId = 0) {
      const segment = segmentOf(sourceOf(SITES, threadId), records);
      retention.keep(segment);
      spanMetrics.add(segment);
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they compare.
  readonly json: () => any;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Requests a path, exactly as it is given. */
export function ask({ port }: EndpointServer, path: string, call: Call = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body } = call;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers, agent: false };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, bytes, text, json: () => JSON.parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends bytes, and resolves with all that comes back until the connection ends. */
export function sendRaw({ port }: EndpointServer, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    socket.write(text);
  });
}
