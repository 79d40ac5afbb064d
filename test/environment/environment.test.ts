import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../src/pipeline/environment/environment.ts';
import type { Environment } from '../../src/pipeline/environment/variables.ts';
import { checkOtlpOptions } from '../../src/pipeline/exporters/otlp-options.ts';
import { checkSamplerOptions } from '../../src/pipeline/sampling/options.ts';

function read(environment: Environment) {
  const warnings: string[] = [];
  const { otlp: _, ...options } = readEnvironment(environment, (line) => warnings.push(line));
  return { ...options, warnings };
}

test('an empty environment says nothing', () => {
  expect(read({})).toEqual({ disabled: false, schedule: {}, warnings: [] });
  expect(read({ OTEL_TRACES_EXPORTER: '', OTEL_EXPORTER_OTLP_ENDPOINT: ' ' })).toEqual(read({}));
});

test('variables that only say how do not switch exporting on', () => {
  const how = {
    OTEL_SERVICE_NAME: 'orders',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=b',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };
  expect(read(how).exporters).toBeUndefined();
});

describe('OTEL_SDK_DISABLED', () => {
  test.each(['true', 'TRUE', ' True '])('%j switches off, and nothing else is read', (text) => {
    const options = read({ OTEL_SDK_DISABLED: text, OTEL_TRACES_EXPORTER: 'zipkin' });
    expect(options).toEqual({ disabled: true, schedule: {}, warnings: [] });
  });

  test('nothing but true is true', () => {
    expect(read({ OTEL_SDK_DISABLED: 'false' })).toMatchObject({ disabled: false, warnings: [] });
    expect(read({ OTEL_SDK_DISABLED: '1' })).toMatchObject({
      disabled: false,
      warnings: ['OTEL_SDK_DISABLED="1" is ignored: use true or false'],
    });
  });
});

describe('exporters', () => {
  const exporters = (environment: Environment) => read(environment).exporters;

  test('an endpoint for all signals exports both', () => {
    expect(exporters({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toEqual([
      {
        type: 'otlp',
        tracesUrl: 'http://collector:4318/v1/traces',
        logsUrl: 'http://collector:4318/v1/logs',
      },
    ]);
  });

  test.each([
    ['https://host/otlp', 'https://host/otlp/v1/traces'],
    ['https://host/otlp/', 'https://host/otlp/v1/traces'],
    ['https://host/otlp?key=1', 'https://host/otlp/v1/traces?key=1'],
  ])('behind %s goes the path of the signal', (endpoint, tracesUrl) => {
    expect(exporters({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })?.[0]).toMatchObject({ tracesUrl });
  });

  test('an endpoint of one signal exports that one, to exactly there', () => {
    const environment = { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:9/x' };
    expect(exporters(environment)).toEqual([
      { type: 'otlp', logsUrl: 'http://logs:9/x', signals: ['logs'] },
    ]);
  });

  test('the endpoint of a signal comes before the one of all', () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:1/in',
    };
    expect(exporters(environment)).toEqual([
      { type: 'otlp', tracesUrl: 'http://traces:1/in', logsUrl: 'http://all:4318/v1/logs' },
    ]);
  });

  test('otlp without an endpoint goes to where the exporter goes by default', () => {
    expect(exporters({ OTEL_TRACES_EXPORTER: 'otlp' })).toEqual([
      { type: 'otlp', signals: ['traces'] },
    ]);
  });

  test('none is none, in spite of an endpoint', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all:4318' };
    expect(exporters({ ...endpoint, OTEL_LOGS_EXPORTER: 'none' })).toEqual([
      { type: 'otlp', tracesUrl: 'http://all:4318/v1/traces', signals: ['traces'] },
    ]);
    const none = { OTEL_LOGS_EXPORTER: 'none', OTEL_TRACES_EXPORTER: 'none' };
    expect(exporters({ ...endpoint, ...none })).toEqual([]);
  });

  test('lists name several', () => {
    const lists = { OTEL_TRACES_EXPORTER: 'OTLP, console', OTEL_LOGS_EXPORTER: 'console' };
    expect(exporters(lists)).toEqual([{ type: 'otlp', signals: ['traces'] }, { type: 'console' }]);
    expect(exporters({ OTEL_LOGS_EXPORTER: 'logging' })).toEqual([
      { type: 'console', signals: ['logs'] },
    ]);
  });

  test('what is unknown is said, the rest of a list holds', () => {
    const options = read({ OTEL_TRACES_EXPORTER: 'zipkin,otlp' });
    expect(options.exporters).toEqual([{ type: 'otlp', signals: ['traces'] }]);
    expect(options.warnings).toEqual([
      'OTEL_TRACES_EXPORTER="zipkin" is ignored: use otlp, console, none; a Collector passes on to others',
    ]);
    const inherited = read({ OTEL_TRACES_EXPORTER: '__proto__,constructor' });
    expect(inherited.exporters).toEqual([]);
    expect(inherited.warnings).toHaveLength(1);
  });

  test('an endpoint that is no URL of HTTP is said, without its password', () => {
    const { warnings } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'ftp://me:secret@host' });
    expect(warnings).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT="ftp://…@host" is ignored: write a URL such as http://localhost:4318, the default',
    ]);
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }).warnings).toHaveLength(1);
  });
});

describe('how OTLP is sent', () => {
  const on = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all' };
  const urls = { tracesUrl: 'http://all/v1/traces', logsUrl: 'http://all/v1/logs' };
  const folder = mkdtempSync(join(tmpdir(), 'spanfn-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('all signals alike', () => {
    const options = read({
      ...on,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'HTTP/JSON',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2500',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20YQ==, x-team = a%2Cb',
    });
    expect(options).toMatchObject({ warnings: [] });
    expect(options.exporters).toEqual([
      {
        type: 'otlp',
        ...urls,
        protocol: 'http/json',
        compression: 'gzip',
        timeout: 2500,
        headers: { authorization: 'Basic YQ==', 'x-team': 'a,b' },
      },
    ]);
    expect(checkOtlpOptions(options.exporters?.[0] as object)).toBeTruthy();
  });

  test('signals that differ have an exporter each', () => {
    const { exporters } = read({
      ...on,
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'A=2',
      OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '7',
    });
    expect(exporters).toEqual([
      {
        type: 'otlp',
        tracesUrl: urls.tracesUrl,
        headers: { a: '2', b: '1' },
        signals: ['traces'],
      },
      {
        type: 'otlp',
        logsUrl: urls.logsUrl,
        headers: { a: '1', b: '1' },
        timeout: 7,
        signals: ['logs'],
      },
    ]);
  });

  test('certificates are read from their files', () => {
    const path = join(folder, 'ca.pem');
    writeFileSync(path, 'PEM');
    const missing = join(folder, 'none.pem');
    const { exporters, warnings } = read({
      ...on,
      OTEL_EXPORTER_OTLP_CERTIFICATE: path,
      OTEL_EXPORTER_OTLP_CLIENT_KEY: path,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: missing,
    });
    expect(exporters).toEqual([{ type: 'otlp', ...urls, tls: { ca: 'PEM', key: 'PEM' } }]);
    expect(warnings).toEqual([
      `OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=${JSON.stringify(missing)} is ignored: name a PEM file that can be read (ENOENT)`,
    ]);
  });

  test.each([
    ['PROTOCOL', 'grpc', 'http/protobuf is spoken instead'],
    ['PROTOCOL', 'thrift', 'use http/protobuf or http/json'],
    ['COMPRESSION', 'zstd', 'use gzip or none'],
    ['TIMEOUT', '10s', 'use a whole number from 1'],
    ['TIMEOUT', '-1', 'use a whole number from 1'],
    ['INSECURE', 'true', 'it is for grpc'],
  ])('%s=%s is said once, and the default holds', (what, value, remedy) => {
    const { exporters, warnings } = read({ ...on, [`OTEL_EXPORTER_OTLP_${what}`]: value });
    expect(exporters).toEqual([{ type: 'otlp', ...urls }]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`OTEL_EXPORTER_OTLP_${what}="${value}" is ignored: ${remedy}`);
  });

  test.each([
    'token=se%cret',
    'bad name=secret',
    'a=secret%0d%0Ax: y',
    'a=secret,b',
    'a=secret%E2%82%AC',
  ])('headers that cannot be sent, %s, are said without their secret', (headers) => {
    const { exporters, warnings } = read({ ...on, OTEL_EXPORTER_OTLP_HEADERS: headers });
    expect(exporters).toEqual([{ type: 'otlp', ...urls }]);
    expect(warnings).toEqual([
      'OTEL_EXPORTER_OTLP_HEADERS is ignored: write name=value,name2=value2, with %25 for a percent',
    ]);
  });
});

describe('sampler', () => {
  test.each([
    ['always_on', undefined, 'always'],
    ['always_off', undefined, 'never'],
    ['traceidratio', '0.25', { ratio: 0.25 }],
    ['traceidratio', undefined, { ratio: 1 }],
    ['parentbased_always_on', undefined, { parent: 'always' }],
    ['parentbased_always_off', '0.5', { parent: 'never' }],
    ['ParentBased_TraceIdRatio', '1e-3', { parent: { ratio: 0.001 } }],
  ])('%s with %s', (name, argument, sampler) => {
    const environment = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument };
    const options = read(environment);
    expect(options).toMatchObject({ sampler, warnings: [] });
    expect(checkSamplerOptions(options.sampler)).toBe(options.sampler);
  });

  test.each(['2', '-0.1', 'half', 'NaN'])(
    'argument %s is said, and all is recorded',
    (argument) => {
      const { sampler, warnings } = read({
        OTEL_TRACES_SAMPLER: 'traceidratio',
        OTEL_TRACES_SAMPLER_ARG: argument,
      });
      expect(sampler).toEqual({ ratio: 1 });
      expect(warnings[0]).toContain(`OTEL_TRACES_SAMPLER_ARG="${argument}" is ignored`);
    },
  );

  test('one that is not there is said, and leaves the default', () => {
    const { sampler, warnings } = read({ OTEL_TRACES_SAMPLER: 'jaeger_remote' });
    expect(sampler).toBeUndefined();
    expect(warnings[0]).toContain('OTEL_TRACES_SAMPLER="jaeger_remote" is ignored: use always_on');
  });
});

describe('schedule', () => {
  test('of two processors, the variable that loses less counts', () => {
    const { schedule } = read({
      OTEL_BSP_SCHEDULE_DELAY: '5000',
      OTEL_BLRP_SCHEDULE_DELAY: '1000',
      OTEL_BSP_EXPORT_TIMEOUT: '100',
      OTEL_BLRP_EXPORT_TIMEOUT: '200',
      OTEL_BSP_MAX_QUEUE_SIZE: '4096',
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '256',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '512',
    });
    expect(schedule).toEqual({
      delay: 1000,
      exportTimeout: 200,
      maxQueueSize: 4096,
      maxBatchSize: 256,
    });
  });

  test('a batch is no larger than the queue', () => {
    const sizes = { OTEL_BSP_MAX_QUEUE_SIZE: '100', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '512' };
    expect(read(sizes).schedule.maxBatchSize).toBe(100);
  });

  test('a number that cannot be is said', () => {
    const { schedule, warnings } = read({
      OTEL_BSP_SCHEDULE_DELAY: '0',
      OTEL_BLRP_MAX_QUEUE_SIZE: 'x',
    });
    expect(schedule).toEqual({});
    expect(warnings).toEqual([
      'OTEL_BLRP_MAX_QUEUE_SIZE="x" is ignored: use a whole number from 1 to 4194304',
      'OTEL_BSP_SCHEDULE_DELAY="0" is ignored: use a whole number from 1 to 3600000',
    ]);
  });
});

test('only propagators that are not there are said', () => {
  expect(read({ OTEL_PROPAGATORS: 'tracecontext,baggage' }).warnings).toEqual([]);
  expect(read({ OTEL_PROPAGATORS: 'none' }).warnings).toEqual([]);
  const { warnings } = read({ OTEL_PROPAGATORS: 'tracecontext,b3' });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('"b3" is ignored: use tracecontext');
});

describe('what is said', () => {
  test('what is not there is named with a remedy', () => {
    const { warnings } = read({
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://zipkin',
      OTEL_CONFIG_FILE: 'otel.yaml',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '10',
    });
    expect(warnings).toEqual([
      'OTEL_METRICS_EXPORTER="otlp" is ignored: metrics are not exported; use none',
      'OTEL_CONFIG_FILE="otel.yaml" is ignored: write options in code, or use single variables',
      'OTEL_EXPORTER_ZIPKIN_ENDPOINT="http://zipkin" is ignored: send OTLP: a Collector passes on to Zipkin',
      'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT="10" is ignored: a span or event has up to 128 fields',
    ]);
    expect(read({ OTEL_METRICS_EXPORTER: 'none' }).warnings).toEqual([]);
  });

  test('a value for both signals is said once', () => {
    const both = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(read(both).warnings).toHaveLength(1);
  });

  test.each(['none', 'ERROR'])('nothing at OTEL_LOG_LEVEL=%s', (level) => {
    expect(read({ OTEL_LOG_LEVEL: level, OTEL_TRACES_SAMPLER: 'x' }).warnings).toEqual([]);
  });

  test('long values are cut, and a failing listener stops nothing', () => {
    const long = { OTEL_TRACES_SAMPLER: 'x'.repeat(10_000) };
    expect(read(long).warnings[0]?.length).toBeLessThan(400);
    const fail = () => {
      throw new Error('no console');
    };
    expect(readEnvironment(long, fail).sampler).toBeUndefined();
  });
});
