import parse from 'parse-prometheus-text-format';
import { describe, expect, test } from 'vitest';
import { EPOCH, logRecord, spanRecord } from '../retention/records.ts';
import { decodeMessage, fieldsOf } from '../wire/otlp-messages.ts';
import { ask, served } from './served.ts';

const MS = 1e6;

describe('/logs', () => {
  test('has all that is known of an event', async () => {
    const server = await served();
    server.record(
      [
        logRecord({
          message: 'paid',
          level: 'warn',
          time: 123_456_789,
          trace: 10,
          fields: { rows: 2 },
        }),
      ],
      3,
    );
    const { status, headers, json } = await ask(server, '/logs');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(json()).toEqual({
      logs: [
        {
          time: '2023-11-14T22:13:20.123456789Z',
          timeUnixNano: String(EPOCH + 123_456_789n),
          level: 'warn',
          target: 'src/shop.ts',
          file: 'src/shop.ts',
          line: 12,
          column: 3,
          message: 'paid',
          fields: { rows: 2 },
          traceId: '0000000000000000000000000000000a',
          spanId: '000000000000000a',
          threadId: 3,
          sequence: 0,
        },
      ],
      next: 1,
      dropped: 0,
    });
  });

  test('is empty at first', async () => {
    const server = await served();
    expect((await ask(server, '/logs')).json()).toEqual({ logs: [], next: 0, dropped: 0 });
    expect((await ask(server, '/logs?format=text')).text).toBe('');
  });

  test('is read on from a cursor, and says what was missed', async () => {
    const server = await served({}, {}, 4);
    const messages = async (path: string): Promise<unknown[]> => {
      const { logs, next, dropped } = (await ask(server, path)).json();
      return [logs.map(({ message }: { message: string }) => message).join(''), next, dropped];
    };
    server.record([...'ab'].map((message) => logRecord({ message })));
    expect(await messages('/logs?after=0&limit=1')).toEqual(['a', 1, 0]);
    expect(await messages('/logs?after=1&limit=10')).toEqual(['b', 2, 0]);
    expect(await messages('/logs?after=2')).toEqual(['', 2, 0]);
    server.record([...'cdefgh'].map((message) => logRecord({ message })));
    expect(await messages('/logs?after=2')).toEqual(['efgh', 8, 2]);
    expect(await messages('/logs?limit=2')).toEqual(['gh', 8, 0]);
  });

  test('puts what several threads wrote in order of time', async () => {
    const server = await served();
    server.record([logRecord({ message: 'second', time: 5 })], 1);
    server.record([logRecord({ message: 'first', time: 4 })], 2);
    const { logs } = (await ask(server, '/logs')).json();
    expect(logs.map(({ message }: { message: string }) => message)).toEqual(['first', 'second']);
  });

  test('is a line an event as text, whatever is in it', async () => {
    const server = await served();
    server.record([
      logRecord({
        message: 'paid\n2023-11-14T22:13:20Z FATAL forged \u001b[31m',
        level: 'info',
        fields: { to: 'a\nb' },
      }),
      logRecord({ site: 2, message: { rows: 2 }, level: 'error', time: 1, trace: 10 }),
      logRecord({ message: null, time: 2 }),
    ]);
    const { text, headers } = await ask(server, '/logs', { headers: { Accept: 'text/plain' } });
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(headers['spanfn-next']).toBe('3');
    expect(text).toBe(
      [
        '2023-11-14T22:13:20.000000000Z INFO  src/shop.ts paid\\u000a2023-11-14T22:13:20Z FATAL forged \\u001b[31m {to="a\\nb"}',
        '2023-11-14T22:13:20.000000001Z ERROR src/db.ts {"rows":2} trace=0000000000000000000000000000000a span=000000000000000a',
        '2023-11-14T22:13:20.000000002Z INFO  src/shop.ts',
        '',
      ].join('\n'),
    );
  });

  test('is what would be exported as protobuf', async () => {
    const server = await served();
    server.record([logRecord({ message: 'paid' }), spanRecord()]);
    const { bytes, headers } = await ask(server, '/logs', {
      headers: { Accept: 'application/x-protobuf' },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'spanfn-next': '1',
      'spanfn-dropped': '0',
    });
    const [resource] = decodeMessage('ExportLogsServiceRequest', bytes).resourceLogs;
    expect(fieldsOf(resource.resource.attributes)).toEqual({ 'service.name': 'shop' });
    expect(resource.scopeLogs[0].logRecords).toMatchObject([{ body: { stringValue: 'paid' } }]);
  });
});

describe('/traces', () => {
  const TRACE = [
    spanRecord({ site: 2, span: 3, parent: 2, begin: 2 * MS, end: 4 * MS, status: 2 }),
    spanRecord({ span: 2, parent: 1, begin: 1 * MS, end: 5 * MS, fields: { rows: 2 } }),
    spanRecord({ site: 2, trace: 9, span: 7, parent: 6, begin: 3 * MS, end: 3.5 * MS }),
    spanRecord({ site: 2, span: 4, parent: 1, begin: 6 * MS, end: 7 * MS }),
    spanRecord({ span: 1, begin: 1 * MS, end: 8 * MS, status: 1 }),
  ];
  const OPEN = {
    name: 'worker',
    target: 'src/jobs.ts',
    traceId: `${'0'.repeat(31)}1`,
    spanId: '00000000000000ff',
    parentSpanId: `${'0'.repeat(15)}1`,
    startTime: EPOCH + 1_500_000n,
    age: 2.5e9,
  };

  test('has spans that are over and spans that are open', async () => {
    const server = await served({}, { openSpans: async () => [OPEN] });
    server.record(TRACE, 5);
    const { spans, open, next, dropped } = (await ask(server, '/traces')).json();
    expect([spans.length, next, dropped]).toEqual([5, 5, 0]);
    expect(spans.at(-1)).toMatchObject({ name: 'load', spanId: '0000000000000004' });
    expect(spans.find(({ spanId }: { spanId: string }) => spanId.endsWith('2'))).toEqual({
      name: 'Cart.total',
      kind: 'thread',
      target: 'src/shop.ts',
      file: 'src/shop.ts',
      line: 12,
      column: 3,
      time: '2023-11-14T22:13:20.001000000Z',
      startTimeUnixNano: String(EPOCH + 1_000_000n),
      endTimeUnixNano: String(EPOCH + 5_000_000n),
      durationNano: 4_000_000,
      traceId: '00000000000000000000000000000001',
      spanId: '0000000000000002',
      parentSpanId: '0000000000000001',
      status: 'unset',
      fields: { rows: 2 },
      threadId: 5,
      sequence: 0,
    });
    const { startTime: _, age, ...rest } = OPEN;
    expect(open).toEqual([
      {
        ...rest,
        time: '2023-11-14T22:13:20.001500000Z',
        startTimeUnixNano: String(OPEN.startTime),
        ageNano: age,
      },
    ]);
  });

  test('are drawn as trees', async () => {
    const server = await served({}, { openSpans: () => [OPEN] });
    server.record(TRACE);
    const { text } = await ask(server, '/traces?format=text');
    expect(text).toBe(
      [
        'trace 00000000000000000000000000000001',
        '  Cart.total thread 7.00ms ok',
        '    Cart.total thread 4.00ms {rows=2}',
        '      load thread 2.00ms error: ""',
        '    worker (open for 2.50s)',
        '    load thread 1.00ms',
        'trace 00000000000000000000000000000009',
        '  load thread 500µs',
        '',
      ].join('\n'),
    );
  });

  test('do not wait for ever for the spans that are open', async () => {
    for (const openSpans of [
      () => new Promise<never>(() => {}),
      () => Promise.reject(new Error('no')),
    ]) {
      const server = await served({}, { openSpans });
      server.record(TRACE);
      const { spans, open } = (await ask(server, '/traces')).json();
      expect([spans.length, open]).toEqual([5, null]);
    }
    const throwing = await served(
      {},
      {
        openSpans: () => {
          throw new Error('no');
        },
      },
    );
    expect((await ask(throwing, '/traces')).json().open).toBe(null);
  });

  test('are what would be exported as protobuf', async () => {
    const server = await served();
    server.record([...TRACE, logRecord()]);
    const { bytes, headers } = await ask(server, '/traces?format=protobuf&limit=2&after=1');
    expect(headers['spanfn-next']).toBe('3');
    const { spans } = decodeMessage('ExportTraceServiceRequest', bytes).resourceSpans[0]
      .scopeSpans[0];
    expect(spans).toMatchObject([{ spanId: '0000000000000002' }, { spanId: '0000000000000007' }]);
  });

  test('come in answers of bounded size, none of them lost', async () => {
    const server = await served();
    const fields = { text: 'x'.repeat(4000) };
    server.record(Array.from({ length: 300 }, (_, i) => spanRecord({ span: i + 1, fields })));
    const seen: string[] = [];
    let answers = 0;
    for (let next = 0; next < 300; answers++) {
      const { text, json } = await ask(server, `/traces?after=${next}&limit=10000`);
      expect(text.length).toBeLessThan(1e6);
      seen.push(...json().spans.map(({ spanId }: { spanId: string }) => spanId));
      next = json().next;
    }
    expect(answers).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(300);
  });
});

describe('/metrics', () => {
  test("is Prometheus' text, for whatever Prometheus says it accepts", async () => {
    const server = await served();
    server.record([spanRecord(), spanRecord({ status: 2 })]);
    const Accept =
      'application/openmetrics-text;version=1.0.0;q=0.5,application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
    const { text, headers } = await ask(server, '/metrics', { headers: { Accept } });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const families = parse(text);
    const value = (wanted: string): unknown =>
      families.find(({ name }) => name === wanted)?.metrics[0]?.value;
    expect([value('spanfn_span_errors_total'), value('spanfn_spans_kept')]).toEqual(['1', '2']);
  });

  test('is OTLP for those who ask for it', async () => {
    const server = await served();
    server.record([spanRecord()]);
    const { bytes, headers } = await ask(server, '/metrics', {
      headers: { Accept: 'application/x-protobuf' },
    });
    expect(headers['content-type']).toBe('application/x-protobuf');
    const [resource] = decodeMessage('ExportMetricsServiceRequest', bytes).resourceMetrics;
    expect(resource.scopeMetrics[0].metrics[0].histogram.dataPoints).toMatchObject([
      { count: '1' },
    ]);
  });
});

test('/healthz is well', async () => {
  const { status, json } = await ask(await served(), '/healthz');
  expect([status, json()]).toEqual([200, { status: 'ok', uptimeSeconds: expect.any(Number) }]);
});

test('HEAD has the headers of GET and nothing else', async () => {
  const server = await served();
  server.record([logRecord()]);
  const get = await ask(server, '/logs');
  const head = await ask(server, '/logs', { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers['content-length']).toBe(String(get.bytes.length));
});
