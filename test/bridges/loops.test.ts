import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import pino from 'pino';
import {
  consoleDispatcher,
  type Dispatcher,
  layers,
  log,
  type ReadableEvent,
  span,
  start,
} from 'spanfn';
import { type Bridge, captureConsole } from 'spanfn/bridges/console';
import { captureOtelLogs, toOtelLogs } from 'spanfn/bridges/otel';
import { capturePino, toPino } from 'spanfn/bridges/pino';
import { captureWinston, toWinston } from 'spanfn/bridges/winston';
import { afterEach, expect, test } from 'vitest';
import winston from 'winston';

/** Its types leave it out. */
const { Transport } = winston as unknown as {
  readonly Transport: new (options: object) => winston.transport;
};

const LIBRARIES = ['console', 'pino', 'winston', 'otel'] as const;
type Library = (typeof LIBRARIES)[number];
type Printed = Record<Library, string[]>;

const started: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
});

const turn = (): Promise<void> => new Promise(setImmediate);

/**
 * Three libraries that all print on one console, and never at once: each keeps a queue that goes on
 * from one record to the next, in the asynchronous context of whichever came first.
 */
function libraries(way: string) {
  const printed: Printed = { console: [], pino: [], winston: [], otel: [] };
  const stdout = new Writable({
    write(line, _, done) {
      printed.console.push(String(line).trimEnd());
      done();
    },
  });
  const own = new Console({ stdout, stderr: stdout, colorMode: false });
  const print = (library: Library, text: string): void => {
    printed[library].push(text);
    if (printed[library].length > 200) throw new Error('a loop');
    own.log(`by ${library}: ${text}`);
  };
  const stream = new Writable({
    write(line, _, done) {
      setImmediate(() => {
        print('pino', JSON.parse(String(line)).msg);
        done();
      });
    },
  });
  const exporter = {
    export(records: readonly { body?: unknown }[], done: (result: { code: number }) => void) {
      for (const { body } of records) print('otel', String(body));
      done({ code: 0 });
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const processor = new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: 1 });
  const capture = captureOtelLogs();
  const provider = new LoggerProvider({ processors: [capture, processor] });
  const byPino = pino({}, stream);
  const transport = new Transport({
    log(info: { message: string }, next: () => void) {
      setImmediate(() => {
        print('winston', info.message);
        next();
      });
    },
  });
  const byWinston = winston.createLogger({ transports: [transport] });
  const otel = provider.getLogger('otel');
  started.push(() => provider.shutdown());
  const talk: Record<Library, (text: string) => unknown> = {
    console: (text) => own.log(text),
    pino: (text) => byPino.info(text),
    winston: (text) => byWinston.info(text),
    otel: (text) => otel.emit({ body: text }),
  };
  const captures: Record<Library, () => Bridge> = {
    console: () => captureConsole({ console: own }),
    pino: () => capturePino(byPino),
    winston: () => captureWinston(byWinston),
    otel: () => (way === 'processor' ? capture : captureOtelLogs(provider)),
  };
  const feeds: Record<Library, () => Dispatcher> = {
    // A dispatcher that prints by the very console that is captured.
    console: () => ({
      ...consoleDispatcher({
        stream: { write: (text: string) => void printed.console.push(text) },
      }),
      event: ({ body }) => own.log(`by spanfn: ${body}`),
    }),
    pino: () => toPino(byPino),
    winston: () => toWinston(byWinston),
    otel: () => toOtelLogs(provider),
  };
  if (way !== 'processor') capture.off();
  return { printed, talk, captures, feeds };
}

const subsets = (): Library[][] =>
  Array.from({ length: 16 }, (_, bits) => LIBRARIES.filter((_, i) => bits & (1 << i)));
const pairs = subsets().flatMap((captured) => subsets().map((fed) => ({ captured, fed })));
// A processor knows nothing of its provider, but where the provider is fed.
const both = pairs.filter(({ captured, fed }) => captured.includes('otel') && fed.includes('otel'));
const grid = [
  ...pairs.map((pair) => ({ ...pair, way: 'provider' })),
  ...both.map((pair) => ({ ...pair, way: 'processor' })),
].map((row) => ({ ...row, name: `capture [${row.captured}] feed [${row.fed}] by ${row.way}` }));

async function quiet(printed: Printed): Promise<void> {
  const size = (): number => LIBRARIES.reduce((sum, one) => sum + printed[one].length, 0);
  let last = -1;
  for (let same = 0; same < 12; same++) {
    if (size() !== last) same = 0;
    last = size();
    await turn();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test.each(grid)('$name: each event once', async ({ captured, fed, way }) => {
  const { printed, talk, captures, feeds } = libraries(way);
  const heard: [string, string | undefined][] = [];
  const probe: Dispatcher = {
    event: ({ body, span }) => void heard.push([String(body), span?.name]),
  };
  const handle = start({
    dispatcher: layers(
      ...[probe, ...fed.map((one) => feeds[one]())].map((dispatcher) => ({ dispatcher })),
    ),
  });
  started.push(() => handle.stop());
  const bridges = captured.map((one) => captures[one]());
  started.push(() => bridges.forEach((one) => void one.off()));

  const everyone = { ...talk, spanfn: (text: string) => log.info(text) };
  // Outside of everything first: queues and timers run on in this context.
  for (const [name, say] of Object.entries(everyone)) say(`${name} 0`);
  await span('outer', async () => {
    for (const [name, say] of Object.entries(everyone)) say(`${name} 1`);
    await turn();
    await span('inner', async () => {
      await turn();
      for (const [name, say] of Object.entries(everyone)) say(`${name} 2`);
    });
  });
  await quiet(printed);

  const spans = [undefined, 'outer', 'inner'];
  const texts = spans.flatMap((span, i) =>
    ['spanfn', ...captured].map((name): [string, string | undefined] => [`${name} ${i}`, span]),
  );
  // What is neither captured nor fed is a stranger: what it prints, the console has printed.
  const strangers = (['pino', 'winston', 'otel'] as const).filter(
    (one) => captured.includes('console') && !captured.includes(one) && !fed.includes(one),
  );
  const fromStrangers = strangers.flatMap((one) => spans.map((_, i) => `by ${one}: ${one} ${i}`));
  const isOfStranger = ([text]: [string, unknown]): boolean => text.startsWith('by ');
  expect(heard.filter((one) => !isOfStranger(one)).sort()).toEqual(texts.sort());
  expect(
    heard
      .filter(isOfStranger)
      .map(([text]) => text)
      .sort(),
  ).toEqual(fromStrangers.sort());

  const events = [...texts.map(([text]) => text), ...fromStrangers];
  for (const one of ['pino', 'winston', 'otel'] as const) {
    const direct = spans.map((_, i) => `${one} ${i}`);
    const others = fed.includes(one) ? events.filter((text) => !direct.includes(text)) : [];
    expect(printed[one].toSorted()).toEqual([...direct, ...others].sort());
  }
});

test('an event that was kept, and is fed by hand, is not captured', async () => {
  const lines: string[] = [];
  const byPino = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const kept: ReadableEvent[] = [];
  const handle = start({ dispatcher: { event: (event) => void kept.push(event) } });
  started.push(() => handle.stop());
  const feed = toPino(byPino);
  started.push(feed.off, capturePino(byPino).off);
  log.info('m');
  for (const event of kept.slice()) feed.event(event);
  expect(lines).toEqual(['m']);
  expect(kept).toHaveLength(1);
});

test('a console that was made to write by pino tells each line once', async () => {
  const lines: string[] = [];
  const byPino = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const own = { log: (text: string) => byPino.info(text) };
  const heard: unknown[] = [];
  const handle = start({
    dispatcher: layers(
      { dispatcher: { event: ({ body, target }) => void heard.push(`${target}: ${body}`) } },
      { dispatcher: toPino(byPino) },
    ),
  });
  started.push(() => handle.stop());
  started.push(captureConsole({ console: own }).off, capturePino(byPino).off);
  own.log('m');
  byPino.info('n');
  expect(heard).toEqual(['console: m', 'pino: n']);
  expect(lines.filter((line) => line === 'n')).toEqual(['n']);
});
