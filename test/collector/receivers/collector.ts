import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinary } from '../binaries/binary.ts';
import { COLLECTOR } from '../binaries/collector.ts';
import { type Item, itemsOf, type Signal } from '../facts.ts';
import { freePort, Server } from '../server.ts';
import type { Receiver } from './receiver.ts';

const SIGNALS: readonly Signal[] = ['traces', 'logs'];

/** The OpenTelemetry Collector, which writes what it gets to files. */
export async function openCollector(): Promise<Receiver> {
  const path = findBinary(COLLECTOR);
  const folder = await mkdtemp(join(tmpdir(), 'spanfn-collector-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'config.yaml');
  await writeFile(config, configOf(port, folder));
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/v1/traces`)).status === 405;
  const clear = (): Promise<void> => rm(folder, { recursive: true });
  const start = Server.start(path, [`--config=file:${config}`], isReady);
  const server = await start.catch(async (error) => {
    await clear();
    throw error;
  });
  return {
    name: 'Collector',
    url,
    signals: SIGNALS,
    async collect() {
      await server.stop(); // What it holds back is written now.
      return SIGNALS.flatMap((signal) => read(fileOf(folder, signal)));
    },
    async [Symbol.asyncDispose]() {
      await server.stop().finally(clear);
    },
  };
}

function configOf(port: number, folder: string): string {
  return `
receivers:
  otlp: { protocols: { http: { endpoint: '127.0.0.1:${port}' } } }
exporters:
  file/traces: { path: '${fileOf(folder, 'traces')}' }
  file/logs: { path: '${fileOf(folder, 'logs')}' }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    traces: { receivers: [otlp], exporters: [file/traces] }
    logs: { receivers: [otlp], exporters: [file/logs] }
`;
}

function fileOf(folder: string, signal: Signal): string {
  return join(folder, `${signal}.jsonl`);
}

/** The file exporter writes a line of OTLP JSON for each request. */
function read(path: string): Item[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (text === '') return [];
  return text.split('\n').flatMap((line) => itemsOf(JSON.parse(line)));
}
