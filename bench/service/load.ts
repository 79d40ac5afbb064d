import { once } from 'node:events';
import { connect } from 'node:net';
import { createHistogram, performance } from 'node:perf_hooks';
import { answer } from '../processes/answers.ts';

/** What the server is asked, and how hard. */
export interface Load {
  readonly port: number;
  /** Connections that are kept, each of which always waits for one answer. */
  readonly connections: number;
  readonly ms: number;
}

/** What became of it. */
export interface Served {
  readonly requests: number;
  readonly seconds: number;
  /** Latencies in ms. */
  readonly p50: number;
  readonly p99: number;
}

const BODY = JSON.stringify({
  customer: 'ada@example.com',
  card: '4242424242424242',
  items: [
    { sku: 'tea', quantity: 2 },
    { sku: 'cup', quantity: 1 },
  ],
});
/** Bytes, not a client: it must be much quicker than what it waits for. */
const REQUEST = Buffer.from(
  `POST /orders HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
    `content-length: ${BODY.length}\r\n\r\n${BODY}`,
);
const HEAD = /^HTTP\/1\.1 201 .*?\r\ncontent-length: (\d+)\r\n.*?\r\n\r\n/is;

async function load({ port, connections, ms }: Load): Promise<Served> {
  const latencies = createHistogram();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () => keepAsking(port, start + ms, latencies)),
  );
  const seconds = (performance.now() - start) / 1_000;
  const [p50, p99] = [50, 99].map((p) => latencies.percentile(p) / 1e6) as [number, number];
  return { requests: latencies.count, seconds, p50, p99 };
}

async function keepAsking(
  port: number,
  until: number,
  latencies: ReturnType<typeof createHistogram>,
): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
  let sentAt = 0;
  let got = '';
  const ask = (): void => {
    got = '';
    sentAt = performance.now();
    socket.write(REQUEST);
  };
  socket.on('connect', ask).on('data', (part) => {
    got += part;
    if (!isWhole(got)) return;
    const now = performance.now();
    latencies.record(Math.max(1, Math.round((now - sentAt) * 1e6)));
    if (now < until) ask();
    else socket.end();
  });
  await once(socket, 'close');
}

function isWhole(response: string): boolean {
  if (!response.includes('\r\n\r\n')) return false;
  const head = HEAD.exec(response);
  if (head === null) throw new Error(`The server answered ${response}`);
  return response.length >= head[0].length + Number(head[1]);
}

answer({ load });
