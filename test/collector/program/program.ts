/**
 * Makes known spans and log events with the built package, exports them on the route that it is
 * given, and prints the export request that has to arrive: ids and times as a dispatcher of this process saw them.
 */
import { createRequire } from 'node:module';
import { type ReadableEvent, type ReadableSpan, start } from 'spanfn';
import type { Route } from '../senders/sender.ts';
import { COUNT, expectedRequest } from './expected.ts';
import { LOG_COUNT } from './expected-logs.ts';
import { makeLogs } from './logs.ts';
import { makeSpans } from './spans.ts';

const route: Route = JSON.parse(process.argv[2]!);
const { version } = createRequire(import.meta.url)('spanfn/package.json');
const hasLogs = route.signals.includes('logs');
const spans: ReadableSpan[] = [];
const events: ReadableEvent[] = [];

const handle = start({
  dispatcher: { spanEnd: (span) => spans.push(span), event: (event) => events.push(event) },
  filter: 'trace',
  exporters: [
    {
      type: 'otlp',
      url: route.url,
      protocol: route.json ? 'http/json' : 'http/protobuf',
      compression: route.gzip ? 'gzip' : 'none',
    },
  ],
  resource: { service: 'spanfn-test', attributes: { 'test.route': route.id } },
});
await makeSpans();
if (hasLogs) makeLogs();
await handle.stop();
check('spans', spans.length, COUNT + (hasLogs ? 1 : 0));
check('events', events.length, hasLogs ? LOG_COUNT : 0);
process.stdout.write(JSON.stringify(expectedRequest({ spans, events }, route.id, version)));

function check(what: string, are: number, wanted: number): void {
  if (are !== wanted) throw new Error(`there are ${are} ${what}, not ${wanted}`);
}
