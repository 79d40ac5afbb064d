import { createServer } from 'node:net';
import { isEnabled, type SpanFnError, type StartOptions, span, start } from 'spanfn';
import { describe, expect, test, vi } from 'vitest';
import { Program } from './program.ts';

/** Starts, and prints the address. */
const STARTS = `
  import { Worker } from 'node:worker_threads';
  import { span, spanFn, start } from 'spanfn';
  const handle = start({ endpoints: {} });
  const { url } = handle.endpoints;`;

/** A thread that attaches, leaves a span open, and works without a pause. */
const WORKER = `
  const worker = new Worker(\`
    (async () => {
      const { attach, span } = await import('spanfn');
      const { parentPort } = await import('node:worker_threads');
      attach();
      span('ended in a worker', () => {});
      span('open in a worker', () => { parentPort.postMessage(''); for (;;); });
    })();
  \`, { eval: true });
  await new Promise((resolve) => worker.once('message', resolve));`;

interface Traces {
  readonly spans: readonly { readonly name: string; readonly threadId: number }[];
  readonly open: readonly {
    readonly name: string;
    readonly target: string;
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly ageNano: number;
    readonly threadId: number;
  }[];
}

async function traces(url: string): Promise<Traces> {
  return (await fetch(`${url}/traces`)).json() as Promise<Traces>;
}

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
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

describe('while the main thread is blocked', () => {
  test('endpoints answer, and show what is open right then', async () => {
    await using program = new Program(`${STARTS}
      const spin = spanFn({ name: 'spin', kind: 'sync', target: 'src/spin.ts' }, () => {
        for (;;);
      });
      span('ended', () => {});
      void span('waits', () => new Promise(() => {}));
      span('request', () => { console.log(url); spin(); });`);
    const url = await program.line();
    expect(await text(`${url}/healthz`)).toContain('"status":"ok"');
    expect(await text(`${url}/metrics`)).toContain('spanfn_spans_pushed_total 1\n');
    const before = await traces(url);
    expect(before.spans).toMatchObject([{ name: 'ended', threadId: 0 }]);
    const open = new Map(before.open.map((one) => [one.name, one]));
    expect([...open.keys()].sort()).toEqual(['request', 'spin', 'waits']);
    const [request, spin] = [open.get('request'), open.get('spin')];
    expect(spin).toMatchObject({
      target: 'src/spin.ts',
      traceId: request?.traceId,
      parentSpanId: request?.spanId,
    });
    expect(request).not.toHaveProperty('parentSpanId');
    const later = (await traces(url)).open.find(({ name }) => name === 'spin');
    expect(later?.ageNano).toBeGreaterThan(spin?.ageNano ?? Number.NaN);
    const tree = await text(`${url}/traces?format=text`);
    expect(tree).toMatch(/ {2}request \(open for .*\)\n {4}spin \(open for .*\)\n/);
  });

  test('so do those of threads that have attached', async () => {
    await using program = new Program(`${STARTS} ${WORKER} console.log(url); for (;;);`);
    const { spans, open } = await traces(await program.line());
    expect(spans).toMatchObject([{ name: 'ended in a worker' }]);
    expect(open).toMatchObject([{ name: 'open in a worker' }]);
    expect(open[0]?.threadId).toBeGreaterThan(0);
    expect(open[0]?.threadId).toBe(spans[0]?.threadId);
  });
});

test('a span that has ended is no longer open, nor is one of a thread that is gone', async () => {
  await using program = new Program(`${STARTS} ${WORKER}
    span('outer', () => span('inner', () => {}));
    await worker.terminate();
    console.log(url);
    setInterval(() => {}, 1000);`);
  const url = await program.line();
  await vi.waitFor(async () => {
    const { spans, open } = await traces(url);
    expect(spans.map(({ name }) => name)).toEqual(['ended in a worker', 'outer', 'inner']);
    expect(open).toEqual([]);
  });
});

test('endpoints need no exporter, and go with the handle', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const handle = start({ endpoints: { token: 'secret' }, retention: { maxRecords: 2 } });
  for (const name of ['a', 'b', 'c']) span(name, () => {});
  const url = handle.endpoints?.url as string;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/traces`)).status).toBe(401);
  const headers = { Authorization: 'Bearer secret' };
  const { spans } = (await (await fetch(`${url}/traces`, { headers })).json()) as Traces;
  expect(spans.map(({ name }) => name)).toEqual(['b', 'c']);
  expect(handle.stats()).toMatchObject({ spansPushed: 3, spansKept: 2, spansEvicted: 1 });
  await handle.stop();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  expect(write).not.toHaveBeenCalled();
  write.mockRestore();
});

test('a process with endpoints ends by itself, whoever is connected', async () => {
  await using program = new Program(`${STARTS}
    console.log(url);
    await new Promise((resolve) => setTimeout(resolve, 500));`);
  const url = await program.line();
  expect((await fetch(`${url}/healthz`, { keepalive: true })).status).toBe(200);
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(program.stderr).toBe('');
});

test('without endpoints there is no address', async () => {
  await using handle = start({ exporters: [] });
  expect(handle.endpoints).toBeUndefined();
});

describe('start() refuses', () => {
  test('a port that is taken, and leaves nothing behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const error = failure({ endpoints: { port } });
    expect(error).toMatchObject({ code: 'SPANFN_SIDECAR_FAILED', value: `127.0.0.1:${port}` });
    expect(error.message).toContain('EADDRINUSE');
    expect(isEnabled()).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    await using handle = start({ endpoints: { port } });
    expect(handle.endpoints?.url).toBe(`http://127.0.0.1:${port}`);
  });

  test.each<[StartOptions, string]>([
    [{ endpoints: { port: -1 } }, 'from 0 to 65535'],
    [{ endpoints: { host: '0.0.0.0' } }, 'loopback'],
    [{ endpoints: true as never }, 'must be an object'],
    [{ retention: { maxRecords: 0 } }, 'a whole number from 1'],
    [{ retention: null as never }, 'must be an object'],
  ])('%j', (options, message) => {
    const error = failure(options);
    expect(error).toMatchObject({ code: 'SPANFN_BAD_OPTION' });
    expect(error.message).toContain(message);
  });
});
