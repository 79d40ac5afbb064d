import { Child } from '../processes/child.ts';
import { type Receiver, startReceiver } from '../processes/receiver.ts';
import type { Programs } from './build.ts';
import { FORMS, type Form } from './forms.ts';
import type { Load, Served } from './load.ts';
import { SPANS_PER_REQUEST } from './orders.ts';
import type { Reading } from './server.ts';

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** ms for each form in each round. */
  readonly warmUp: number;
  readonly measured: number;
}

/** One form in one round; CPU in µs per request. */
export interface Measurement {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly mainThread: number;
  readonly process: number;
  /** Of its whole life, warm-up included. */
  readonly made: number;
  readonly received: number;
  readonly losses: Readonly<Record<string, number>>;
}

export type Results = Readonly<Record<Form['name'], readonly Measurement[]>>;

/** Keeps the server busy on one core, and leaves the other one to the load, sidecar and sink. */
const CONNECTIONS = 32;

/** Forms take turns, each time in a new process: a noisy minute falls on all of them. */
export async function measureOn(
  node: string,
  programs: Programs,
  effort: Effort,
): Promise<Results> {
  const receiver = await startReceiver(node, programs.sink);
  const client = await Child.start(node, programs.load, receiver.env);
  const results: Record<Form['name'], Measurement[]> = { none: [], spanfn: [], otel: [] };
  for (let round = 0; round < effort.rounds; round++) {
    for (const { name } of FORMS) {
      const server = await Child.start(node, programs.services[name], receiver.env);
      results[name].push(await measure({ server, client, receiver }, name, effort));
      await server.stop();
    }
  }
  await Promise.all([client.stop(), receiver.stop()]);
  return results;
}

async function measure(
  { server, client, receiver }: { server: Child; client: Child; receiver: Receiver },
  form: Form['name'],
  { warmUp, measured }: Effort,
): Promise<Measurement> {
  const port = await server.ask<number>('port');
  const load = (ms: number): Promise<Served> =>
    client.ask<Served>('load', { port, ms, connections: CONNECTIONS } satisfies Load);
  const receivedBefore = await receiver.spans();
  await load(warmUp);
  const before = await server.ask<Reading>('read');
  const { requests, seconds, p50, p99 } = await load(measured);
  const after = await server.ask<Reading>('read');
  const perRequest = (what: 'mainThread' | 'process'): number =>
    (after[what] - before[what]) / 1_000 / requests;
  return {
    perSecond: requests / seconds,
    p50,
    p99,
    mainThread: perRequest('mainThread'),
    process: perRequest('process'),
    losses: await server.ask<Record<string, number>>('losses'),
    made: form === 'none' ? 0 : after.requests * SPANS_PER_REQUEST,
    received: (await receiver.spans()) - receivedBefore,
  };
}
