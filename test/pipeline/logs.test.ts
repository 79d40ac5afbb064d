import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { event, log, logger, type ReadableEvent, span, start, withContext } from 'spanfn';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeMessage } from '../wire/otlp-messages.ts';
import { Receiver } from './receiver.ts';

const entry = new URL('../../dist/esm/src/index.js', import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-logs-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Sent {
  readonly body?: { readonly stringValue: string };
  readonly eventName?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly severityText: string;
}

/** Log records of a file of OTLP's JSON, a request a line. */
async function logsIn(path: string): Promise<Sent[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  return lines.flatMap((line) => {
    const { resourceLogs = [] } = JSON.parse(line);
    return resourceLogs.flatMap(({ scopeLogs }: { scopeLogs: { logRecords: Sent[] }[] }) =>
      scopeLogs.flatMap(({ logRecords }) => logRecords),
    );
  });
}

test('events go to the exporters, beside the spans, and to a dispatcher of the user', async () => {
  const path = join(folder, 'telemetry.jsonl');
  const seen: string[] = [];
  const handle = start({
    exporters: [{ type: 'file', path }],
    dispatcher: { event: ({ body, name }: ReadableEvent) => void seen.push(String(body ?? name)) },
    filter: 'info,db=debug',
  });
  log.info('start');
  await withContext({ requestId: 1 }, () =>
    span('work', async () => {
      await null;
      logger('db').debug('query', { rows: 3 });
      event('user.login', { user: 'ann' }, { level: 'warn' });
    }),
  );
  log.debug('below');
  await handle.stop();
  log.info('after');
  const logs = await logsIn(path);
  expect(logs.map(({ body, eventName }) => body?.stringValue ?? eventName)).toEqual(seen);
  expect(seen).toEqual(['start', 'query', 'user.login']);
  expect(logs.map(({ severityText }) => severityText)).toEqual(['INFO', 'DEBUG', 'WARN']);
  expect(logs[1]?.spanId).toBe(logs[2]?.spanId);
  expect(logs[1]?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(handle.stats()).toMatchObject({
    eventsEmitted: 3,
    logsPushed: 3,
    logsRingFull: 0,
    'file.logsExported': 3,
    'file.spansExported': 1,
  });
});

test('of a trace that the tail sampler drops, the events go on', async () => {
  const path = join(folder, 'telemetry.jsonl');
  const handle = start({ exporters: [{ type: 'file', path }], tail: { keepErrors: true } });
  span('dropped', () => log.info('kept'));
  await handle.stop();
  expect((await logsIn(path)).map(({ body }) => body?.stringValue)).toEqual(['kept']);
  expect(handle.stats()).toMatchObject({ 'file.logsExported': 1, spansTailSampled: 1 });
});

test('a collector gets them at its own address', async () => {
  await using receiver = await Receiver.open();
  const handle = start({ exporters: [{ type: 'otlp', url: receiver.url, protocol: 'http/json' }] });
  log.info('hello', { a: 1 });
  await handle.stop();
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/v1/logs']);
  const { resourceLogs } = JSON.parse(String(receiver.requests[0]?.body));
  expect(resourceLogs[0].scopeLogs[0].logRecords[0]).toMatchObject({
    body: { stringValue: 'hello' },
  });
});

test('events of a worker thread that is attached go the same way', async () => {
  const path = join(folder, 'telemetry.jsonl');
  const handle = start({ exporters: [{ type: 'file', path }], filter: 'info' });
  const program = `
    import { attach, log, span } from '${entry}';
    const handle = attach();
    span('work', () => log.info('from a worker'));
    log.debug('below');
    await handle.stop();`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  await once(worker, 'exit');
  log.info('from the main thread');
  await handle.stop();
  const texts = (await logsIn(path)).map(({ body }) => body?.stringValue);
  expect(texts.sort()).toEqual(['from a worker', 'from the main thread']);
  expect(handle.stats()['logsPushed']).toBe(2);
});

test('the endpoint /logs shows them in three forms', async () => {
  await using handle = start({ endpoints: {} });
  span('work', () => logger('db').warn('slow\nforged', { rows: 3 }));
  await handle.flush();
  const answer = (accept: string) =>
    fetch(`${handle.endpoints?.url}/logs`, { headers: { accept } });
  const json = JSON.parse(await (await answer('application/json')).text());
  expect(json.logs).toMatchObject([
    { level: 'warn', target: 'db', message: 'slow\nforged', fields: { rows: 3 } },
  ]);
  const text = await (await answer('text/plain')).text();
  expect(text).toMatch(/^\S+ WARN {2}db slow\\u000aforged \{rows=3\} trace=\w{32} span=\w{16}\n$/);
  const bytes = Buffer.from(await (await answer('application/x-protobuf')).arrayBuffer());
  // The same fields as `LogsData`.
  const { resourceLogs } = decodeMessage('ExportLogsServiceRequest', bytes);
  expect(resourceLogs[0].scopeLogs[0].logRecords).toMatchObject([
    { severityText: 'WARN', body: { stringValue: 'slow\nforged' }, traceId: json.logs[0].traceId },
  ]);
});

test('an exporter that logs says nothing of itself, and gets all', async () => {
  const module = join(folder, 'exporter.mjs');
  await writeFile(
    module,
    `
    import { appendFileSync } from 'node:fs';
    import { log } from '${entry}';
    export default (path) => ({
      name: 'own',
      export: ({ logs }) => {
        log.error('exporting', { a: () => appendFileSync(path, 'evaluated') });
        appendFileSync(path, logs.map(({ body }) => body).join(' '));
      },
    });`,
  );
  const path = join(folder, 'own.txt');
  const handle = start({ exporters: [{ type: 'module', module, options: path }], filter: 'trace' });
  log.info('one');
  log.info('two');
  await handle.stop();
  expect(await readFile(path, 'utf8')).toBe('one two');
});
