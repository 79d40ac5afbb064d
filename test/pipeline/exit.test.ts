import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Receiver } from './receiver.ts';

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs a program that sends spans to `url`, with the built package. */
async function run(url: string, body: string, signal?: NodeJS.Signals): Promise<Ending> {
  const program = `
    import { Worker } from 'node:worker_threads';
    import { attach, span, start } from 'spanfn';
    const exporter = { type: 'otlp', url: '${url}', protocol: 'http/json' };
    const handle = start({ exporters: [exporter], scheduleDelay: 60_000 });
    for (let i = 0; i < 1000; i++) span('before', () => {});
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  if (signal !== undefined) {
    await once(child.stdout, 'data');
    child.kill(signal);
  }
  const [code, by] = await once(child, 'close');
  return { code, signal: by, stderr };
}

const LAST = "span('last', () => {});";
const WAITS = `${LAST} console.log('ready'); setInterval(() => {}, 1000);`;

/** How a process may end, and what its parent sees of it. */
const ENDINGS: readonly [string, string, Partial<Ending>, NodeJS.Signals?][] = [
  ['by itself', LAST, { code: 0 }],
  ['by process.exit() right after the last span', `${LAST} process.exit(7);`, { code: 7 }],
  ['by an uncaught error', `${LAST} throw new Error('oh no');`, { code: 1 }],
  ['by an unhandled rejection', `${LAST} Promise.reject(new Error('oh no'));`, { code: 1 }],
  ['by SIGTERM', WAITS, { code: null, signal: 'SIGTERM' }, 'SIGTERM'],
  ['by SIGINT', WAITS, { code: null, signal: 'SIGINT' }, 'SIGINT'],
  [
    'by a handler of its own',
    `process.on('SIGTERM', () => { span('handler', () => {}); process.exit(3); }); ${WAITS}`,
    { code: 3 },
    'SIGTERM',
  ],
  ['after stop()', `${LAST} await handle.stop();`, { code: 0 }],
];

describe('every span is delivered where a process ends', () => {
  test.each(ENDINGS)('%s', async (_, body, ending, signal) => {
    await using receiver = await Receiver.open();
    const { stderr, ...ended } = await run(receiver.url, body, signal);
    expect(ended).toMatchObject(ending);
    expect(stderr).not.toContain('spanfn');
    const names = receiver.spanNames;
    expect(names.filter((name) => name === 'before')).toHaveLength(1000);
    expect(names.filter((name) => name === 'last')).toHaveLength(1);
    expect(names).toHaveLength(body.includes("'handler'") ? 1002 : 1001);
  });

  test('a signal that a handler takes does not end the process', async () => {
    await using receiver = await Receiver.open();
    const body = `process.on('SIGTERM', () => { clearInterval(timer); ${LAST} });
      const timer = setInterval(() => {}, 1000); console.log('ready');`;
    expect(await run(receiver.url, body, 'SIGTERM')).toMatchObject({ code: 0, signal: null });
    expect(receiver.spanNames).toHaveLength(1001);
  });
});

/** A thread that attaches, makes 500 spans and says so; then it does as it is told. */
const thread = (end: string): string => `
  const worker = new Worker(\`
    (async () => {
      const { attach, span } = await import('spanfn');
      const { parentPort } = await import('node:worker_threads');
      attach();
      for (let i = 0; i < 500; i++) span('in a worker', () => {});
      parentPort.postMessage('done');
      ${end}
    })();
  \`, { eval: true });
  await new Promise((resolve) => worker.once('message', resolve));`;

describe('what a worker thread has recorded is delivered', () => {
  test.each([
    ['when it ends', `${thread('')} await new Promise((resolve) => worker.once('exit', resolve));`],
    ['when it is terminated', `${thread('for (;;);')} await worker.terminate();`],
    ['when the process exits while it runs', `${thread('for (;;);')} process.exit();`],
  ])('%s', async (_, body) => {
    await using receiver = await Receiver.open();
    expect((await run(receiver.url, body)).code).toBe(0);
    const names = receiver.spanNames;
    expect(names.filter((name) => name === 'in a worker')).toHaveLength(500);
    expect(names).toHaveLength(1500);
  });

  test('and counted with all others, also when the thread is gone', async () => {
    await using receiver = await Receiver.open();
    const body = `${thread('')} await new Promise((resolve) => worker.once('exit', resolve));
      await handle.flush();
      await handle.flush(); const stats = handle.stats();
      if (stats.spansPushed !== 1500 || stats['otlp.spansExported'] !== 1500)
        throw new Error(JSON.stringify(stats));`;
    expect(await run(receiver.url, body)).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a receiver that does not answer', () => {
  test('holds the end up no longer than allowed, and the loss is told', async () => {
    await using receiver = await Receiver.open(() => {});
    const start = performance.now();
    const { code, stderr } = await run(receiver.url, LAST);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^spanfn: not everything was exported: 1001 otlp\.spans(Shutdown|Pending)\n$/,
    );
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
