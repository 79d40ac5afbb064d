import { Child } from '../processes/child.ts';
import { type Receiver, startReceiver } from '../processes/receiver.ts';
import type { Programs } from './build.ts';
import { FORMS, type Form } from './forms.ts';
import type { Served } from './load.ts';
import { SPANS_PER_REQUEST } from './orders.ts';
import type { Reading } from './server.ts';

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  /** ms for each form in each round. */
  readonly warmUp: number;
  readonly measured: number;
}

/** CPU in µs per request. */
export interface Cpu {
  readonly mainThread: number;
  /** With collector, compiler and sidecar threads. */
  readonly process: number;
}

/** One form in one round. */
export interface Measurement {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly atFullLoad: Cpu;
  readonly atSteadyLoad: Cpu;
  /** Of its whole life, warm-up included. */
  readonly made: number;
  readonly received: number;
  readonly losses: Readonly<Record<string, number>>;
}

export type Results = Readonly<Record<Form['name'], readonly Measurement[]>>;

/** Keeps the server busy on one core, and leaves the other one to the load, sidecar and sink. */
const CONNECTIONS = 32;
/** Requests a second that all forms can serve: only then all of them do the same. */
export const STEADY = 5_000;

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
  const load = (ms: number, perSecond?: number): Promise<Served> =>
    client.ask<Served>('load', { port, ms, perSecond, connections: CONNECTIONS });
  const read = (): Promise<Reading> => server.ask<Reading>('read');
  const receivedBefore = await receiver.spans();
  await load(warmUp);
  const start = await read();
  const full = await load(measured);
  const between = await read();
  await load(measured, STEADY);
  const end = await read();
  return {
    perSecond: full.requests / full.seconds,
    p50: full.p50,
    p99: full.p99,
    atFullLoad: cpuPerRequest(start, between),
    atSteadyLoad: cpuPerRequest(between, end),
    losses: await server.ask<Record<string, number>>('losses'),
    made: form === 'none' ? 0 : end.requests * SPANS_PER_REQUEST,
    received: (await receiver.spans()) - receivedBefore,
  };
}

function cpuPerRequest(before: Reading, after: Reading): Cpu {
  const requests = after.requests - before.requests;
  const of = (what: 'mainThread' | 'process'): number =>
    (after[what] - before[what]) / 1_000 / requests;
  return { mainThread: of('mainThread'), process: of('process') };
}
