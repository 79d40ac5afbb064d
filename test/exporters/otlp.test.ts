import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { Warning } from '../../src/base/raw-log.ts';
import { otlpExporter } from '../../src/pipeline/exporters/otlp.ts';
import { checkOtlpOptions, type OtlpOptions } from '../../src/pipeline/exporters/otlp-options.ts';
import { Outlet } from '../../src/pipeline/exporters/outlet.ts';
import { FATES } from '../../src/pipeline/exporters/outlet-counters.ts';
import { Receiver } from '../pipeline/receiver.ts';
import { batch } from './batch.ts';

const SILENT = new Warning('', () => {});
const RETRY = { attempts: 3, firstDelay: 1, longestDelay: 5 };

/** An outlet with the exporter, quick to give up. */
function outletTo(url: string, options: Partial<OtlpOptions> = {}, timeout = 2000): Outlet {
  const exporter = otlpExporter({ type: 'otlp', url, ...options });
  return new Outlet(exporter, undefined, { queueBytes: 1e6, timeout, retry: RETRY }, SILENT);
}

/** What became of what was taken. */
function fates({ counters }: Outlet): Record<string, number> {
  const told = FATES.map((fate) => [fate, counters.get('traces', fate)] as const);
  return Object.fromEntries(told.filter(([, count]) => count > 0));
}

/** Offers ten spans, and tells what became of them. */
async function send(outlet: Outlet): Promise<Record<string, number>> {
  outlet.offer(batch(10));
  await outlet.flush(10_000);
  await outlet.close(100);
  return fates(outlet);
}

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
/** `partial_success { rejected_spans: 3 error_message: "no" }` */
const PARTIAL = Buffer.from([0x0a, 6, 0x08, 3, 0x12, 2, 0x6e, 0x6f]);

type Respond = (response: ServerResponse, number: number) => void;

/** How a receiver may behave, what becomes of ten spans, and in how many requests. */
const BEHAVIOURS: readonly [string, Respond, Record<string, number>, number][] = [
  ['takes all', (r) => r.writeHead(200, PROTOBUF).end(), { exported: 10 }, 1],
  ['says 202', (r) => r.writeHead(202).end(), { exported: 10 }, 1],
  [
    'takes a part, in protobuf',
    (r) => r.writeHead(200, PROTOBUF).end(PARTIAL),
    { exported: 7, rejected: 3 },
    1,
  ],
  [
    'takes a part, in JSON',
    (r) => r.writeHead(200, JSON_TYPE).end('{"partialSuccess":{"rejectedSpans":"4"}}'),
    { exported: 6, rejected: 4 },
    1,
  ],
  [
    'rejects more than it got',
    (r) => r.writeHead(200, JSON_TYPE).end('{"partialSuccess":{"rejectedSpans":99}}'),
    { rejected: 10 },
    1,
  ],
  [
    'answers with the page of a proxy',
    (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    { exported: 10 },
    1,
  ],
  [
    'answers with garbage',
    (r) => r.writeHead(200, PROTOBUF).end(Buffer.alloc(99, 0xff)),
    { exported: 10 },
    1,
  ],
  ['says 400', (r) => r.writeHead(400).end(), { refused: 10 }, 1],
  ['says 413', (r) => r.writeHead(413).end(), { refused: 10 }, 1],
  ['says 500', (r) => r.writeHead(500).end(), { refused: 10 }, 1],
  [
    'says 503, then takes all',
    (r, n) => r.writeHead(n === 1 ? 503 : 200).end(),
    { exported: 10 },
    2,
  ],
  [
    'says 429 and to come at once, then takes all',
    (r, n) => r.writeHead(n === 1 ? 429 : 200, { 'retry-after': '0' }).end(),
    { exported: 10 },
    2,
  ],
  [
    'says 429 and to come in a day, which is cut short',
    (r, n) => r.writeHead(n === 1 ? 429 : 200, { 'retry-after': '86400' }).end(),
    { exported: 10 },
    2,
  ],
  ['always says 503', (r) => r.writeHead(503).end(), { retriesExhausted: 10 }, 3],
  [
    'closes before it answers, then takes all',
    (r, n) => (n === 1 ? r.socket?.destroy() : r.end()),
    { exported: 10 },
    2,
  ],
  [
    'closes after the headers, then takes all',
    (r, n) => {
      if (n > 1) r.end();
      else {
        r.writeHead(200, { 'content-length': '100' });
        r.write('half', () => r.socket?.destroy());
      }
    },
    { exported: 10 },
    2,
  ],
];

describe('a receiver that', () => {
  test.each(BEHAVIOURS)('%s', async (_, respond, expected, requests) => {
    await using receiver = await Receiver.open((__, response, number) => respond(response, number));
    expect(await send(outletTo(receiver.url))).toEqual({ taken: 10, ...expected });
    expect(receiver.requests).toHaveLength(requests);
  });

  test('never answers is given up', async () => {
    await using receiver = await Receiver.open(() => {});
    expect(await send(outletTo(receiver.url, {}, 30))).toEqual({ taken: 10, timeout: 10 });
    expect(receiver.requests).toHaveLength(3);
  });

  test('answers drop by drop is given up, although it never pauses for long', async () => {
    await using receiver = await Receiver.open((_, response) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(timer));
    });
    expect(await send(outletTo(receiver.url, {}, 60))).toEqual({ taken: 10, timeout: 10 });
  });

  test('answers without end is read no further than needed', async () => {
    await using receiver = await Receiver.open((_, response) => {
      // What is written after the end calls back as well, with an error: it must not go on for ever.
      const more = (error?: Error | null): unknown =>
        error ? undefined : response.write(Buffer.alloc(65_536), more);
      more();
    });
    expect(await send(outletTo(receiver.url))).toEqual({ taken: 10, exported: 10 });
  });

  test('leads elsewhere is not followed there', async () => {
    await using other = await Receiver.open();
    await using receiver = await Receiver.open((_, response) =>
      response.writeHead(307, { location: `${other.url}/v1/traces` }).end(),
    );
    const outlet = outletTo(receiver.url, { headers: { authorization: 'Bearer secret' } });
    expect(await send(outlet)).toEqual({ taken: 10, refused: 10 });
    expect(other.requests).toHaveLength(0);
  });

  test('is not there is tried again, then given up', async () => {
    const receiver = await Receiver.open();
    const { url } = receiver;
    await receiver[Symbol.asyncDispose]();
    expect(await send(outletTo(url))).toEqual({ taken: 10, retriesExhausted: 10 });
  });

  test('has a name that nobody knows is tried again, then given up', async () => {
    const outlet = outletTo('http://receiver.invalid');
    expect(await send(outlet)).toEqual({ taken: 10, retriesExhausted: 10 });
  });
});

describe('a request', () => {
  test.each(['http/protobuf', 'http/json'] as const)('in %s says what it is', async (protocol) => {
    await using receiver = await Receiver.open();
    await send(
      outletTo(`${receiver.url}/base/`, { protocol, compression: 'gzip', headers: { a: 'b' } }),
    );
    const [{ path, headers, body }] = receiver.requests as [Receiver['requests'][number]];
    expect(path).toBe('/base/v1/traces');
    expect(headers).toMatchObject({
      a: 'b',
      'content-type': protocol === 'http/json' ? 'application/json' : 'application/x-protobuf',
      'content-encoding': 'gzip',
      'user-agent': expect.stringMatching(/^OTel-OTLP-Exporter-spanfn\/\d/),
    });
    const sent = protocol === 'http/json' ? '{"resourceSpans":[]}' : '\u0001\u0002\u0003';
    expect(body.toString()).toBe(sent);
  });

  test('goes to the URL of its signal as it is', async () => {
    await using receiver = await Receiver.open();
    const outlet = outletTo('http://localhost:1', { tracesUrl: `${receiver.url}/here?x=1` });
    await send(outlet);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/here?x=1']);
  });

  test('over TLS needs a certificate that is trusted', async () => {
    const [cert, key] = ['cert', 'key'].map((name) =>
      readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8'),
    ) as [string, string];
    let requests = 0;
    const server = createTlsServer({ cert, key }, (request, response) => {
      requests++;
      request.resume().on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await send(outletTo(url))).toEqual({ taken: 10, retriesExhausted: 10 });
    expect(requests).toBe(0);
    expect(await send(outletTo(url, { tls: { ca: cert } }))).toEqual({ taken: 10, exported: 10 });
    server.close();
  });
});

describe('a warning', () => {
  async function warningFrom(respond: Respond, path = ''): Promise<string> {
    await using receiver = await Receiver.open((__, response, number) => respond(response, number));
    const url = `${receiver.url.replace('//', '//user:secret@')}${path}`;
    const said: string[] = [];
    const exporter = otlpExporter({ type: 'otlp', url });
    const limits = { queueBytes: 1e6, timeout: 2000, retry: RETRY };
    const warning = new Warning('exporter', (line) => said.push(line.replace(receiver.url, 'URL')));
    await send(new Outlet(exporter, undefined, limits, warning));
    return said.join();
  }

  test('shows neither password nor query', async () => {
    const said = await warningFrom((r) => r.writeHead(503).end(), '/?key=secret');
    expect(said).toBe('exporter: URL/v1/traces answered 503');
    const broken = await warningFrom((r) => r.socket?.destroy(), '/?key=secret');
    expect(broken).toMatch(/^exporter: URL\/v1\/traces: \S/);
    expect(broken).not.toContain('secret');
  });

  test.each<[string, Record<string, string>, string | Buffer, string]>([
    ['JSON', JSON_TYPE, '{"code":3,"message":"no tenant"}', ': no tenant'],
    ['protobuf', PROTOBUF, Buffer.from([8, 3, 0x12, 2, 0x6e, 0x6f]), ': no'],
    ['text', { 'content-type': 'text/plain' }, 'no such path', ': no such path'],
    ['what it is not', JSON_TYPE, '<html>', ': <html>'],
    ['an endless text', {}, 'x'.repeat(1e6), `: ${'x'.repeat(500)}`],
  ])('says in the words of the receiver why it refuses, in %s', async (_, type, body, words) => {
    const said = await warningFrom((r) => r.writeHead(400, type).end(body));
    expect(said).toBe(`exporter: URL/v1/traces answered 400${words}`);
  });
});

describe('options that cannot be', () => {
  test.each([
    [{ url: 'localhost:4318' }, 'url'],
    [{ url: 'ftp://x' }, 'url'],
    [{ protocol: 'grpc' }, 'grpc is not spoken'],
    [{ compression: 'br' }, 'gzip or none'],
    [{ headers: { 'a b': 'c' } }, 'headers'],
    [{ headers: { a: 'b\r\nc: d' } }, 'headers'],
    [{ tls: { pfx: 'x' } }, 'no such option'],
    [{ tls: { rejectUnauthorized: 'false' } }, 'true or false'],
    [{ tls: { ca: 5 } }, 'PEM text'],
    [{ signals: ['metrics'] }, 'signals'],
    [{ signals: [] }, 'signals'],
    [{ timeout: 0 }, 'timeout'],
    [{ retry: { attempts: -1 } }, 'attempts'],
    [{ uri: 'http://x' }, 'no such option'],
  ])('%j', (options, message) => {
    expect(() => checkOtlpOptions({ type: 'otlp', ...options })).toThrow(message);
  });
});
