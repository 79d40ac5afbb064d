import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogBuffer, log, start } from 'spanfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Program } from '../pipeline/program.ts';

const entry = new URL('../../dist/esm/src/index.js', import.meta.url).href;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spanfn-re-entrancy-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a log record in a file of OTLP's JSON says. */
interface Said {
  readonly body: { readonly stringValue: string };
  readonly spanId?: string;
}

async function logsIn(path: string): Promise<Said[]> {
  const lines = (await readFile(path, 'utf8')).trim().split('\n');
  const requests = lines.flatMap((line) => JSON.parse(line).resourceLogs ?? []);
  return requests.flatMap(({ scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }: { logRecords: Said[] }) => logRecords),
  );
}

describe('a handler of signals that logs', () => {
  const SIGNALS = 20;

  test('loses nothing, be it of its own or of what it interrupts', async () => {
    const path = join(folder, 'telemetry.jsonl');
    await using program = new Program(`
      import { display, log, span, start } from 'spanfn';
      const handle = start({
        exporters: [{ type: 'file', path: ${JSON.stringify(path)} }],
        dispatcher: { event: ({ body }) => log.info('about ' + body) }, // Silenced.
      });
      let signals = 0;
      let worked = 0;
      process.on('SIGUSR2', () => {
        signals++;
        span('handler', () => log.warn('signal', {
          get a() { log.info('in a getter'); return 1; },
          b: display({ toString() { log.info('in a toString'); return ''; } }),
        }));
        console.log('handled');
      });
      console.log('ready');
      await span('work', async () => {
        while (signals < ${SIGNALS}) {
          for (let i = 0; i < 20; i++) log.info('work', { i: () => i, n: ++worked });
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      });
      await handle.stop();
      const { eventsEmitted, silenced, logsRingFull } = handle.stats();
      console.log(JSON.stringify({ worked, eventsEmitted, silenced, logsRingFull }));
    `);
    await program.line();
    for (let i = 0; i < SIGNALS; i++) {
      program.kill('SIGUSR2');
      await program.line();
    }
    const { worked, eventsEmitted, silenced, logsRingFull } = JSON.parse(await program.line());
    expect(await program.ended).toMatchObject({ code: 0 });
    const logs = await logsIn(path);
    const saying = (text: string): Said[] => logs.filter(({ body }) => body.stringValue === text);
    const countOf = (text: string): number => saying(text).length;
    expect({
      signal: countOf('signal'),
      getter: countOf('in a getter'),
      toString: countOf('in a toString'),
      work: countOf('work'),
      all: logs.length,
    }).toEqual({
      signal: SIGNALS,
      getter: SIGNALS,
      toString: SIGNALS,
      work: worked,
      all: SIGNALS * 3 + worked,
    });
    expect([eventsEmitted, silenced, logsRingFull]).toEqual([logs.length, logs.length, 0]);
    const spansOf = (text: string): Set<unknown> =>
      new Set(saying(text).map(({ spanId }) => spanId));
    expect([spansOf('work').size, spansOf('signal').size]).toEqual([1, SIGNALS]);
    expect(spansOf('in a getter')).toEqual(spansOf('signal'));
  });

  test('is heard to the last event where it ends the process', async () => {
    const path = join(folder, 'telemetry.jsonl');
    await using program = new Program(`
      import { log, start } from 'spanfn';
      start({ exporters: [{ type: 'file', path: ${JSON.stringify(path)} }], scheduleDelay: 60_000 });
      process.on('SIGTERM', () => {
        log.error('ending', { get a() { log.info('in a getter'); return 1; } });
        process.exit(3);
      });
      process.on('exit', () => log.info('exit'));
      log.info('begin');
      console.log('ready');
      setInterval(() => {}, 1000);
    `);
    await program.line();
    program.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 3 });
    const texts = (await logsIn(path)).map(({ body }) => body.stringValue);
    expect(texts.slice(0, 3)).toEqual(['begin', 'in a getter', 'ending']);
  });
});

describe('an exporter that logs', () => {
  /** Logs in all that is asked of it, and notes what it is given. */
  const MODULE = `
    import { appendFileSync } from 'node:fs';
    import { log, span } from '${entry}';
    const chat = async (path, about) => {
      log.fatal(about, { a: () => appendFileSync(path, 'evaluated ') });
      await null;
      span(about, () => log.error(new Error(about)));
    };
    export default async (path) => {
      await chat(path, 'making');
      return {
        name: 'own',
        async export({ logs, spans }) {
          await chat(path, 'exporting');
          appendFileSync(path, [...logs.map(({ body }) => body), ...spans.map(({ name }) => name), '']
            .join(' '));
        },
        flush: () => chat(path, 'flushing'),
        close: () => chat(path, 'closing'),
      };
    };`;

  test('says nothing of itself where it is a module in the sidecar, and gets all', async () => {
    const module = join(folder, 'exporter.mjs');
    const path = join(folder, 'own.txt');
    await writeFile(module, MODULE);
    const handle = start({
      exporters: [{ type: 'module', module, options: path }],
      filter: 'trace',
    });
    for (const text of ['one', 'two', 'three']) {
      log.info(text);
      await handle.flush();
    }
    await handle.stop();
    expect((await readFile(path, 'utf8')).trim()).toBe('one two three');
    expect(handle.stats()).toMatchObject({ 'module.logsExported': 3, logsPushed: 3 });
  });

  test('says nothing of itself where it is in this thread, and loses nobody else', async () => {
    const seen: unknown[] = [];
    let evaluated = 0;
    const buffer = new LogBuffer({
      async deliver({ logs }) {
        log.info('delivering', { a: () => ++evaluated });
        seen.push(...logs.map(({ body }) => body));
        await new Promise(setImmediate);
        log.info('delivered', { a: () => ++evaluated });
      },
    });
    const handle = start({ dispatcher: buffer });
    log.info('one');
    const flushed = buffer.flush();
    log.info('while it delivers');
    await flushed;
    log.info('after');
    await handle.stop();
    expect([seen, evaluated]).toEqual([['one', 'while it delivers', 'after'], 0]);
  });
});
