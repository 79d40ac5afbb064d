import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { Program } from './program.ts';
import { Receiver } from './receiver.ts';

/** Runs `inWorker` in a thread made after `start(options)`; \`post\` prints from there. */
function threads(options: string, inWorker: string, after = ''): Program {
  return new Program(`
    import { Worker } from 'node:worker_threads';
    import { start } from 'spanfn';
    const handle = start(${options});
    const worker = new Worker(${JSON.stringify(`(async () => {
      const { attach, span, start } = await import('spanfn');
      const { parentPort } = await import('node:worker_threads');
      const post = (value) => parentPort.postMessage(JSON.stringify(value));
      ${inWorker}
    })();`)}, { eval: true });
    worker.on('message', (text) => console.log(text));
    await new Promise((resolve) => worker.once('exit', resolve));
    ${after}`);
}

const exportsTo = (url: string): string =>
  `{ exporters: [{ type: 'otlp', url: '${url}', protocol: 'http/json' }], scheduleDelay: 60_000 }`;

describe('in a worker thread', () => {
  test('several flushes at once are each answered, and at once', async () => {
    await using receiver = await Receiver.open();
    await using program = threads(
      exportsTo(receiver.url),
      `const handle = attach();
       span('a', () => {});
       const begin = performance.now();
       await Promise.all([handle.flush(), handle.flush(), handle.flush()]);
       post(performance.now() - begin);`,
    );
    expect(Number(await program.line())).toBeLessThan(10_000);
    expect(receiver.spanNames).toEqual(['a']);
    expect(await program.ended).toEqual({ code: 0, signal: null });
  });

  test('nothing is waited for once the sidecar is gone', async () => {
    await using receiver = await Receiver.open();
    await using program = new Program(`
      import { Worker } from 'node:worker_threads';
      import { start } from 'spanfn';
      const handle = start(${exportsTo(receiver.url)});
      const worker = new Worker(\`
        (async () => {
          const { attach, span } = await import('spanfn');
          const { parentPort } = await import('node:worker_threads');
          const handle = attach();
          span('a', () => {});
          parentPort.postMessage('attached');
          await new Promise((resolve) => parentPort.once('message', resolve));
          const begin = performance.now();
          await handle.flush();
          const snapshot = await handle.snapshot().catch(({ code }) => code);
          parentPort.postMessage([performance.now() - begin, snapshot]);
          parentPort.close();
        })();
      \`, { eval: true });
      await new Promise((resolve) => worker.once('message', resolve));
      worker.on('message', (value) => console.log(JSON.stringify(value)));
      await handle.stop();
      worker.postMessage('stopped');`);
    const [took, code] = JSON.parse(await program.line());
    expect(took).toBeLessThan(10_000);
    expect(code).toBe('SPANFN_SNAPSHOT_FAILED');
    expect(receiver.spanNames).toEqual(['a']);
  });

  test('what was counted stays so when it stops and attaches once more', async () => {
    await using receiver = await Receiver.open();
    await using program = threads(
      exportsTo(receiver.url),
      `for (let i = 0; i < 3; i++) {
         const handle = attach();
         for (let n = 0; n < 10; n++) span('a', () => {});
         await handle.stop();
       }
       post('done');`,
      `await handle.flush();
       const { spansPushed, 'otlp.spansExported': exported } = handle.stats();
       console.log(spansPushed + ' ' + exported);`,
    );
    expect(await program.line()).toBe('"done"');
    expect(await program.line()).toBe('30 30');
    expect(receiver.spanNames).toHaveLength(30);
  });

  test('the handle knows the endpoints, and writes snapshots', async () => {
    await using program = threads(
      `{ endpoints: {}, retention: { directory: ${JSON.stringify(tmpdir())} } }`,
      `const handle = attach();
       span('a', () => {});
       post([handle.endpoints.url, await handle.snapshot('worker')]);`,
      'console.log(handle.endpoints.url)',
    );
    const [url, path] = JSON.parse(await program.line());
    expect(await program.line()).toBe(url);
    const written = JSON.parse(await readFile(path, 'utf8'));
    await rm(path);
    expect(written).toMatchObject({
      reason: 'worker',
      spans: [{ name: 'a' }],
    });
  });

  test('who attaches a second time is refused, unless the first one yields', async () => {
    await using receiver = await Receiver.open();
    await using program = threads(
      exportsTo(receiver.url),
      `const first = attach({ yields: true, filter: 'warn' });
       span('not heard', () => {});
       const second = attach({ filter: 'info' });
       span('heard', () => {});
       let code;
       try { attach(); } catch (error) { code = error.code; }
       await second.flush();
       post([first === second, code]);`,
    );
    expect(await program.line()).toBe('[true,"SPANFN_DISPATCHER_SET"]');
    await program.ended;
    expect(receiver.spanNames).toEqual(['heard']);
  });

  test('start() takes the place of an attachment that yields', async () => {
    await using receiver = await Receiver.open();
    await using program = threads(
      exportsTo(receiver.url),
      `attach({ yields: true });
       span('before', () => {});
       const own = [];
       start({ dispatcher: { spanEnd: ({ name }) => { own.push(name); } } });
       span('after', () => {});
       post(own);`,
    );
    expect(await program.line()).toBe('["after"]');
    await program.ended;
    expect(receiver.spanNames).toEqual(['before']);
  });
});

test('a start() that takes over from another one is what later threads attach to', async () => {
  await using receiver = await Receiver.open();
  await using program = new Program(`
    import { Worker } from 'node:worker_threads';
    import { start } from 'spanfn';
    start({ endpoints: {} });
    const handle = start({ ...${exportsTo(receiver.url)}, replace: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const worker = new Worker(\`
      import('spanfn').then(({ attach, span }) => { attach(); span('a', () => {}); });
    \`, { eval: true });
    await new Promise((resolve) => worker.once('exit', resolve));
    await handle.stop();`);
  expect(await program.ended).toEqual({ code: 0, signal: null });
  expect(receiver.spanNames).toEqual(['a']);
});
