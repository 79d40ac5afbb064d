import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isEnabled, SpanFnError, type StartOptions, span, start } from 'spanfn';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Receiver } from './receiver.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-exporters-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function moduleOf(text: string): Promise<string> {
  const path = join(folder, 'exporter.mjs');
  await writeFile(path, text);
  return path;
}

/** What start() says. */
function failure(options: StartOptions): SpanFnError {
  try {
    void start(options).stop();
  } catch (error) {
    return error as SpanFnError;
  }
  throw new Error('it has started');
}

test('several exporters get the same spans', async () => {
  await using receiver = await Receiver.open();
  const path = join(folder, 'spans.jsonl');
  const module = await moduleOf(`
    import { appendFileSync } from 'node:fs';
    export default (path) => ({
      name: 'own',
      export: ({ spans }) => appendFileSync(path, spans.map(({ name }) => name).join(' ')),
    });`);
  const handle = start({
    exporters: [
      { type: 'otlp', url: receiver.url, protocol: 'http/json' },
      { type: 'file', path },
      { type: 'module', module, options: join(folder, 'own.txt') },
    ],
    resource: { service: 'shop', attributes: { 'deployment.environment.name': 'test' } },
  });
  span('outer', () => span('inner', () => {}));
  await handle.stop();
  expect(receiver.spanNames).toEqual(['inner', 'outer']);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(
    JSON.parse(String(receiver.requests[0]?.body)),
  );
  expect(await readFile(join(folder, 'own.txt'), 'utf8')).toBe('inner outer');
  const [{ resource }] = JSON.parse(String(receiver.requests[0]?.body)).resourceSpans;
  expect(resource.attributes).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'shop' },
  });
  expect(handle.stats()).toMatchObject({
    spansPushed: 2,
    'otlp.spansExported': 2,
    'file.spansExported': 2,
    'module.spansExported': 2,
  });
});

test('tail sampling keeps what failed', async () => {
  await using receiver = await Receiver.open();
  const handle = start({
    exporters: [{ type: 'otlp', url: receiver.url, protocol: 'http/json' }],
    tail: { keepErrors: true },
  });
  for (let i = 0; i < 10; i++) {
    span('request', () => {
      try {
        span('query', () => {
          if (i === 3) throw new Error('no');
        });
      } catch {}
    });
  }
  await handle.stop();
  expect(receiver.spanNames).toEqual(['query', 'request']);
  expect(handle.stats()).toMatchObject({ spansPushed: 20, spansTailSampled: 18 });
});

test('what head sampling leaves out is not even written; its context goes on', async () => {
  await using receiver = await Receiver.open();
  const handle = start({
    exporters: [{ type: 'otlp', url: receiver.url, protocol: 'http/json' }],
    sampler: ({ name }) => name === 'wanted',
  });
  for (const name of ['wanted', 'unwanted']) {
    span(name, (outer) => {
      const expected = name === 'wanted' ? /-01$/ : /-00$/;
      expect((outer as unknown as { traceparent: string }).traceparent).toMatch(expected);
      span(`${name} inner`, (inner) => expect(inner.traceId).toBe(outer.traceId));
    });
  }
  const not = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-00`;
  await handle.stop();
  expect(receiver.spanNames).toEqual(['wanted inner', 'wanted']);
  const follows = start({
    exporters: [{ type: 'otlp', url: receiver.url, protocol: 'http/json' }],
  });
  span('of a caller that is not sampled', { parent: not }, () => {});
  await follows.stop();
  expect(follows.stats()['spansPushed']).toBe(0);
});

describe('the environment', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('says where spans go, and of what service they are', async () => {
    await using receiver = await Receiver.open();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'api-key=secret');
    vi.stubEnv('OTEL_SERVICE_NAME', 'shop');
    vi.stubEnv('OTEL_TRACES_SAMPLER', 'parentbased_always_on');
    const handle = start();
    span('traced', () => {});
    await handle.stop();
    const [{ path, headers, body }] = receiver.requests as [Receiver['requests'][number]];
    expect([path, headers['api-key']]).toEqual(['/v1/traces', 'secret']);
    expect(String(body)).toContain('{"key":"service.name","value":{"stringValue":"shop"}}');
    expect(receiver.spanNames).toEqual(['traced']);
  });

  test('switches everything off', async () => {
    await using receiver = await Receiver.open();
    vi.stubEnv('OTEL_SDK_DISABLED', 'true');
    const handle = start({ exporters: [{ type: 'otlp', url: receiver.url }] });
    expect(isEnabled()).toBe(false);
    span('untraced', () => {});
    await handle.stop();
    expect(receiver.requests).toEqual([]);
  });
});

test('the console is an exporter as well', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const handle = start({ exporters: ['console'] });
  span('printed', () => {});
  await handle.stop();
  const printed = write.mock.calls.map(([text]) => text);
  write.mockRestore();
  expect(printed).toEqual([expect.stringMatching(/^printed thread /)]);
});

describe('start() refuses', () => {
  test.each<[StartOptions, string]>([
    [{ exporters: 'otlp' as never }, 'an array'],
    [{ exporters: ['oltp' as never] }, 'one of otlp, file, parquet, chrome, module, console'],
    [{ exporters: [{ type: 'otlp', url: 'x' }] }, 'an http: or https: URL'],
    [{ exporters: ['otlp'], capacity: 0 }, 'a whole number from 1'],
    [{ exporters: ['otlp'], scheduleDelay: -1 }, 'milliseconds'],
    [{ exporters: ['otlp'], exitTimeout: Number.NaN }, 'milliseconds'],
    [{ exporters: ['otlp'], signals: 'no' as never }, 'true or false'],
    [{ exporters: ['otlp'], sampler: { ratio: 2 } }, 'from 0 to 1'],
    [{ exporters: ['otlp'], tail: {} }, 'at least one of'],
    [{ exporters: ['otlp'], resource: { service: '' } }, 'a name'],
    [{ exporters: [{ type: 'module', module: './x.js' }] }, 'a URL, an absolute path'],
  ])('%j', (options, message) => {
    const error = failure(options);
    expect(error).toBeInstanceOf(SpanFnError);
    expect(error).toMatchObject({ code: 'SPANFN_BAD_OPTION' });
    expect(error.message).toContain(message);
  });

  test.each([
    ['export default 1;', 'makes no exporter'],
    ['export default { export() {} };', 'has no name'],
    ["throw new Error('broken');", 'broken'],
    ['export default () => { throw 1 };', 'cannot be loaded: 1'],
  ])('a module that is no exporter: %s', async (text, message) => {
    const module = await moduleOf(text);
    const error = failure({ exporters: [{ type: 'module', module }] });
    expect(error).toMatchObject({ code: 'SPANFN_BAD_EXPORTER', value: module });
    expect(error.message).toContain(message);
    const later = start({ exporters: [] }); // Nothing of the failed start is left.
    await later.stop();
  });
});
