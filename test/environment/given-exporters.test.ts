import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkPipeline } from '../../src/pipeline/options.ts';

afterEach(() => vi.unstubAllEnvs());

const exportersOf = (...exporters: object[]) =>
  checkPipeline({ exporters: exporters as never }).exporters;

describe('an OTLP exporter given in code', () => {
  test('without an address goes where the variables say, and as they say', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:9/base');
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'api-key=secret');
    expect(exportersOf({ type: 'otlp', compression: 'gzip' })).toEqual([
      {
        type: 'otlp',
        compression: 'gzip',
        headers: { 'api-key': 'secret' },
        tracesUrl: 'http://collector:9/base/v1/traces',
        logsUrl: 'http://collector:9/base/v1/logs',
      },
    ]);
  });

  test('says more than the variables do', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:9');
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '50');
    const [exporter] = exportersOf({ type: 'otlp', protocol: 'http/protobuf', timeout: undefined });
    expect(exporter).toMatchObject({ protocol: 'http/protobuf', timeout: 50 });
  });

  test('with an address of its own is told nothing, least of all secrets', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:9');
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'api-key=secret');
    const given = { type: 'otlp', url: 'http://elsewhere:1' };
    expect(exportersOf(given)).toEqual([given]);
  });

  test('is two where the signals go different ways, and one where it is of one signal', () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'http://traces:1/x');
    vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', 'http://logs:2/y');
    vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_COMPRESSION', 'gzip');
    const traces = { type: 'otlp', signals: ['traces'], tracesUrl: 'http://traces:1/x' };
    const logs = {
      type: 'otlp',
      signals: ['logs'],
      logsUrl: 'http://logs:2/y',
      compression: 'gzip',
    };
    expect(exportersOf({ type: 'otlp' })).toEqual([traces, logs]);
    expect(exportersOf({ type: 'otlp', signals: ['logs'] })).toEqual([logs]);
  });

  test('goes to the default address where no variable says another', () => {
    expect(exportersOf({ type: 'otlp' })).toEqual([{ type: 'otlp' }]);
  });
});
