/**
 * Makes known spans with the built package, exports them on the route that it is given, and prints
 * the export request that has to arrive: ids and times as a dispatcher of this process saw them.
 */
import { createRequire } from 'node:module';
import { type ReadableSpan, start } from 'spanfn';
import type { Route } from '../senders/sender.ts';
import { COUNT, expectedRequest } from './expected.ts';
import { makeSpans } from './spans.ts';

const route: Route = JSON.parse(process.argv[2]!);
const { version } = createRequire(import.meta.url)('spanfn/package.json');
const ended: ReadableSpan[] = [];

const handle = start({
  dispatcher: { spanEnd: (span) => ended.push(span) },
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
await handle.stop();
if (ended.length !== COUNT) throw new Error(`${ended.length} spans have ended, not ${COUNT}`);
process.stdout.write(JSON.stringify(expectedRequest(ended, route.id, version)));
