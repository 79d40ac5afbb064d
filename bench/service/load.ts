import { once } from 'node:events';
import { connect } from 'node:net';
import { createHistogram, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer } from '../processes/answers.ts';

/** What the server is asked, and how hard. */
export interface Load {
  readonly port: number;
  /** Connections that are kept; each asks, waits for the answer, and asks again. */
  readonly connections: number;
  readonly ms: number;
  /** Requests a second of all together; default as many as there are answers. */
  readonly perSecond?: number;
}

/** What became of it. */
export interface Served {
  readonly requests: number;
  readonly seconds: number;
  /** Latencies in ms, from when the request was sent. */
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

type Histogram = ReturnType<typeof createHistogram>;

async function load(options: Load): Promise<Served> {
  const latencies = createHistogram();
  const start = performance.now();
  const connections = Array.from({ length: options.connections }, (_, i) =>
    keepAsking(options, i, latencies),
  );
  await Promise.all(connections);
  const seconds = (performance.now() - start) / 1_000;
  const [p50, p99] = [50, 99].map((p) => latencies.percentile(p) / 1e6) as [number, number];
  return { requests: latencies.count, seconds, p50, p99 };
}

async function keepAsking(
  { port, ms, connections, perSecond }: Load,
  index: number,
  latencies: Histogram,
): Promise<void> {
  const start = performance.now();
  const period = perSecond === undefined ? 0 : (1_000 * connections) / perSecond;
  const ask = await connection(port);
  for (let i = index / connections; ; i++) {
    const early = start + i * period - performance.now();
    if (early > 0) await sleep(early);
    const sentAt = performance.now();
    if (sentAt >= start + ms) break;
    await ask('go on');
    latencies.record(Math.max(1, Math.round((performance.now() - sentAt) * 1e6)));
  }
  await ask('end');
}

/** What sends a request and resolves when it is answered; or closes the connection. */
async function connection(port: number): Promise<(what: 'go on' | 'end') => Promise<void>> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
  let got = '';
  let answered = (): void => {};
  socket.on('data', (part) => {
    got += part;
    if (isWhole(got)) answered();
  });
  await once(socket, 'connect');
  return (what) =>
    new Promise((resolve) => {
      got = '';
      answered = resolve;
      if (what === 'go on') socket.write(REQUEST);
      else socket.once('close', resolve).end();
    });
}

function isWhole(response: string): boolean {
  if (!response.includes('\r\n\r\n')) return false;
  const head = HEAD.exec(response);
  if (head === null) throw new Error(`The server answered ${response}`);
  return response.length >= head[0].length + Number(head[1]);
}

answer({ load });
