/**
 * Sends telemetry through real receivers, and compares what they were given with what was sent:
 * the OpenTelemetry Collector, and Jaeger. `npm run test:collector -- jaeger` runs one of them.
 *
 * Exit codes: 0 all is equal, 1 something is not, 2 a receiver is missing.
 */
import { MissingBinary } from './binaries/binary.ts';
import { openCollector } from './receivers/collector.ts';
import { openJaeger } from './receivers/jaeger.ts';
import type { Receiver } from './receivers/receiver.ts';
import { HEADINGS, judge, type Outcome, table } from './report.ts';
import { SDK } from './senders/sdk.ts';
import type { Route, Sender, Sent } from './senders/sender.ts';
import { SPANFN } from './senders/spanfn.ts';

const RECEIVERS: Readonly<Record<string, () => Promise<Receiver>>> = {
  collector: openCollector,
  jaeger: openJaeger,
};
const SENDERS: readonly Sender[] = [SDK, SPANFN];

async function main(names: readonly string[]): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const name of names) outcomes.push(...(await tried(name)));
  if (outcomes.length === 0) return;
  const rows = [HEADINGS, ...outcomes.map(({ columns }) => columns)];
  for (const line of table(rows)) console.log(line);
  console.log(`compared: ${[...new Set(outcomes.flatMap(({ aspects }) => aspects))].join(', ')}`);
  for (const { columns, problems } of outcomes) {
    for (const problem of problems) console.log(`${columns.slice(0, 3).join(', ')}: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}

async function tried(name: string): Promise<Outcome[]> {
  const open = RECEIVERS[name];
  if (open === undefined) {
    throw new Error(`no receiver ${name}; there are ${Object.keys(RECEIVERS).join(', ')}`);
  }
  try {
    await using receiver = await open();
    return await check(receiver);
  } catch (error) {
    if (!(error instanceof MissingBinary)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return [];
  }
}

/** Sends in all ways first, since a receiver is asked once. */
async function check(receiver: Receiver): Promise<Outcome[]> {
  const all: { sender: Sender; route: Route; sent: Sent }[] = [];
  for (const sender of SENDERS) {
    for (const route of routes(receiver, sender)) {
      all.push({ sender, route, sent: await sender.send(route) });
    }
  }
  const received = await receiver.collect(all.flatMap(({ sent }) => sent.items));
  return all.map(({ sender, route, sent }) =>
    judge([receiver.name, sender.name], route, sent, received),
  );
}

function routes(receiver: Receiver, sender: Sender): Route[] {
  const signals = sender.signals.filter((signal) => receiver.signals.includes(signal));
  return [false, true].flatMap((json) =>
    [false, true].map((gzip) => {
      const id = `${sender.name} json=${json} gzip=${gzip}`;
      return { id, url: receiver.url, signals, json, gzip };
    }),
  );
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const asked = process.argv.slice(2);
await main(asked.length > 0 ? asked : Object.keys(RECEIVERS));
