import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { type InternalWorkerOptions, startInternalWorker } from 'spanfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Program } from './pipeline/program.ts';

const entry = new URL('../dist/esm/src/index.js', import.meta.url).href;

let folder: string;
const running: Worker[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-worker-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.terminate()));
  await rm(folder, { recursive: true });
});

/** Blocks this thread. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** A module with this text. */
async function module(text: string): Promise<string> {
  const path = join(folder, 'worker.mjs');
  await writeFile(path, text);
  return path;
}

async function started(text: string, options?: InternalWorkerOptions): Promise<Worker> {
  const worker = await startInternalWorker(await module(text), options);
  running.push(worker);
  return worker;
}

describe('an internal worker', () => {
  test('runs the function of its module, with the data', async () => {
    const { port1, port2 } = new MessageChannel();
    const data = { answer: 42, port: port2 };
    const text = `
      import { parentPort } from 'node:worker_threads';
      export default async ({ answer, port }) => {
        await null;
        port.postMessage(answer);
        parentPort.on('message', (asked) => parentPort.postMessage([asked, answer]));
      };`;
    const worker = await started(text, { data, transferList: [port2] });
    const [said] = await once(port1, 'message');
    port1.close();
    worker.postMessage('question');
    expect([said, await once(worker, 'message')]).toEqual([42, [['question', 42]]]);
  });

  test('is marked: nothing in it is traced or logged, also after an await', async () => {
    const worker = await started(`
      import { parentPort } from 'node:worker_threads';
      import { isEnabled, log, LogBuffer, span, start } from '${entry}';
      const seen = [];
      const buffer = new LogBuffer();
      start({ filter: 'trace', dispatcher: {
        event: ({ body }) => seen.push(body), spanEnd: ({ name }) => seen.push(name),
      } });
      export default async () => {
        log.fatal('no', { a: () => seen.push('evaluated') });
        await null;
        span('no', () => buffer.logger('own').fatal('no'));
        parentPort.once('message', () =>
          parentPort.postMessage({ seen, enabled: isEnabled('fatal'), held: buffer.length }));
      };`);
    worker.postMessage('');
    expect(await once(worker, 'message')).toEqual([{ seen: [], enabled: false, held: 0 }]);
  });

  test('may be over as soon as it has started', async () => {
    const start = startInternalWorker(await module('export default () => {};'));
    sleep(1000); // Then that it has started and that it has ended are known at once.
    running.push(await start);
  });
});

describe('the start of one fails for whoever starts it, where', () => {
  test.each([
    ['the module throws', 'throw new TypeError("at the top");', /TypeError: at the top/],
    ['its function throws', 'export default () => { throw new Error("no"); };', /Error: no/],
    ['its function rejects', 'export default async () => { throw new Error("no"); };', /Error: no/],
    ['there is no function', 'export default 5;', /no function as default export/],
    ['it cannot be parsed', 'export default (', /SyntaxError/],
    ['it imports what is not there', 'import "./missing.mjs";', /missing\.mjs/],
    ['it exits', 'process.exit(3);', /with code 3/],
    ['it waits for ever for nothing', 'await new Promise(() => {});', /has ended/],
    [
      'an error is thrown meanwhile',
      'setTimeout(() => { throw new Error("late"); }); await new Promise(() => {});',
      /late/,
    ],
    ['it takes too long', 'export default () => { for (;;); };', /nothing within 2000 ms/],
  ])('%s', async (_, text, message) => {
    const start = startInternalWorker(await module(text), { startTimeout: 2000 });
    await expect(start).rejects.toThrow(message);
    await expect(start).rejects.toMatchObject({ code: 'SPANFN_WORKER_FAILED' });
  });

  test('there is no such module', async () => {
    const url = pathToFileURL(join(folder, 'nowhere.mjs'));
    await expect(startInternalWorker(url)).rejects.toMatchObject({
      code: 'SPANFN_WORKER_FAILED',
      message: expect.stringContaining('nowhere.mjs'),
    });
  });

  test('the data cannot be cloned', async () => {
    const start = startInternalWorker(await module('export default () => {};'), { data: () => {} });
    await expect(start).rejects.toMatchObject({ code: 'SPANFN_WORKER_FAILED' });
  });

  test.each([
    ['./relative.mjs', {}],
    ['/absolute.mjs', { startTimeout: 0 }],
    ['/absolute.mjs', { dat: 5 }],
  ])('%s %j is not what it must be', async (module, options) => {
    await expect(startInternalWorker(module, options as never)).rejects.toMatchObject({
      code: 'SPANFN_BAD_OPTION',
    });
  });
});

/** Starts one in a process of its own. */
const host = async (text: string): Promise<string> => `
  import { startInternalWorker } from 'spanfn';
  const worker = await startInternalWorker(${JSON.stringify(await module(text))}, { name: 'own' });`;

describe('in a process of its own', () => {
  test('it prints straight to stderr, also while the main thread is blocked', async () => {
    const text = `
      import { parentPort } from 'node:worker_threads';
      export default () => parentPort.once('message', () => {
        console.log('bad\\nforged \\u001b[31m', { rows: 1 });
        console.error(new Error('no').message);
      });`;
    await using program = new Program(`${await host(text)}
      worker.postMessage('');
      console.log('blocked');
      for (;;);`);
    expect(await program.line()).toBe('blocked');
    await expect
      .poll(() => program.stderr, { timeout: 10_000 })
      .toBe('bad\\nforged \\u001b[31m { rows: 1 }\nno\n');
  });

  test('it fails without the host, which is told', async () => {
    const text = 'export default () => setTimeout(() => { throw new Error("later"); });';
    await using program = new Program(`${await host(text)}
      worker.once('exit', (code) => console.log('exit', code));
      setTimeout(() => {}, 500);`);
    expect(await program.line()).toBe('exit 1');
    expect(program.stderr).toContain('spanfn: the worker own has failed: Error: later\n');
    expect((await program.ended).code).toBe(0);
  });

  test('it holds nobody up', async () => {
    const text = 'export default () => setInterval(() => {}, 1000);';
    await using program = new Program(`${await host(text)} console.log('end');`);
    expect(await program.line()).toBe('end');
    expect(await program.ended).toMatchObject({ code: 0 });
  });
});
