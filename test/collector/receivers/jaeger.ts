import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from '../binaries/binary.ts';
import { JAEGER } from '../binaries/jaeger.ts';
import { type Item, itemsOf } from '../facts.ts';
import { freePort, Server, until } from '../server.ts';
import type { Receiver } from './receiver.ts';

const STORED_MS = 10_000;

/** Jaeger with its store in memory, asked by its query API. */
export async function openJaeger(): Promise<Receiver> {
  const path = findBinary(JAEGER);
  const folder = await mkdtemp(join(tmpdir(), 'spanfn-jaeger-'));
  const [port, queryPort, grpcPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const query = `http://127.0.0.1:${queryPort}`;
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'config.yaml');
  await writeFile(config, configOf(port, queryPort, grpcPort));
  const isReady = async (): Promise<boolean> =>
    (await fetch(`${query}/api/v3/services`)).ok &&
    (await fetch(`${url}/v1/traces`)).status === 405;
  const clear = (): Promise<void> => rm(folder, { recursive: true });
  const start = Server.start(path, [`--config=file:${config}`], isReady);
  const server = await start.catch(async (error) => {
    await clear();
    throw error;
  });
  return {
    name: 'Jaeger',
    url,
    signals: ['traces'],
    collect: (sent) => readTraces(query, sent),
    async [Symbol.asyncDispose]() {
      await server.stop().finally(clear);
    },
  };
}

function configOf(port: number, queryPort: number, grpcPort: number): string {
  return `
receivers:
  otlp: { protocols: { http: { endpoint: '127.0.0.1:${port}' } } }
exporters:
  jaeger_storage_exporter: { trace_storage: memory }
extensions:
  jaeger_storage: { backends: { memory: { memory: { max_traces: 100000 } } } }
  jaeger_query:
    storage: { traces: memory }
    enable_tracing: false # Of itself: it would wait at its end for a receiver of that.
    http: { endpoint: '127.0.0.1:${queryPort}' }
    grpc: { endpoint: '127.0.0.1:${grpcPort}' }
service:
  extensions: [jaeger_storage, jaeger_query]
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], exporters: [jaeger_storage_exporter] }
`;
}

/** It stores what it gets after it has answered, so there may be a moment's wait. */
async function readTraces(query: string, sent: readonly Item[]): Promise<Item[]> {
  const ids = new Set(sent.map(({ facts }) => facts.get('traceId') as string));
  let items: Item[] = [];
  await until('all spans are stored', STORED_MS, async () => {
    const traces = await Promise.all([...ids].map((id) => readTrace(query, id)));
    items = traces.flat();
    return items.length >= sent.length;
  }).catch(() => {}); // What is missing, the comparison says.
  return items;
}

/** As it was sent, without adjustments of Jaeger's own. */
async function readTrace(query: string, traceId: string): Promise<Item[]> {
  const response = await fetch(`${query}/api/v3/traces/${traceId}?raw_traces=true`);
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`Jaeger answers ${response.status}: ${await response.text()}`);
  const { result } = (await response.json()) as { result: unknown };
  return itemsOf(result);
}
