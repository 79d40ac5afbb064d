import {
  LogBuffer,
  type LogBufferOptions,
  type Logger,
  log,
  logger,
  markInternal,
  SpanFnError,
  span,
  start,
} from 'spanfn';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { HEADER_WORDS } from '../../src/wire/record.ts';
import { Random } from '../fuzz/generate/random.ts';
import { runProgram } from '../program.ts';
import { decodeMessage, fieldsOf, fieldValue } from '../wire/otlp-messages.ts';

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

/** A buffer, with a logger whose events go there. */
function opened(options?: LogBufferOptions): { buffer: LogBuffer; own: Logger } {
  const buffer = new LogBuffer(options);
  return { buffer, own: buffer.logger('own') };
}

function bodies(buffer: LogBuffer): unknown[] {
  return buffer.drain().logs.map(({ body }) => body);
}

/** Bytes of the record of an event with a text of so many ASCII letters and nothing else. */
function bytesOf(letters: number): number {
  // A length that is long takes three bytes, and a text that the site has told takes nothing.
  const sizeOfLength = (length: number): number => (length < 128 ? 1 : 3);
  const value = 1 + sizeOfLength(letters) + letters;
  const body = letters === 0 ? 0 : 1 + sizeOfLength(value) + value;
  return Math.ceil((HEADER_WORDS.LOG * 4 + body) / 8) * 8;
}

describe('what is held', () => {
  test('is empty at first', () => {
    const { buffer } = opened();
    expect(buffer).toMatchObject({ isEmpty: true, length: 0, byteLength: 0, evicted: 0 });
    expect(buffer.drain()).toMatchObject({ count: 0, byteLength: 0, logs: [] });
  });

  test('comes out once, oldest first, in all forms', () => {
    const { buffer, own } = opened();
    own.info('one', { rows: 1n });
    own.warn('two');
    expect(buffer).toMatchObject({ isEmpty: false, length: 2 });
    const batch = buffer.drain();
    expect(buffer).toMatchObject({ isEmpty: true, length: 0, byteLength: 0, evicted: 0 });
    expect(batch.logs).toMatchObject([
      { body: 'one', level: 'info', fields: { rows: 1 } },
      { body: 'two', level: 'warn' },
    ]);
    const [{ resource, scopeLogs }] = decodeMessage(
      'ExportLogsServiceRequest',
      batch.protobuf(),
    ).resourceLogs;
    expect(fieldsOf(resource.attributes)['process.pid']).toBe(process.pid);
    const [{ logRecords }] = scopeLogs;
    expect(logRecords.map(({ body }: { body: unknown }) => fieldValue(body))).toEqual([
      'one',
      'two',
    ]);
    expect(fieldsOf(logRecords[1].attributes)).toMatchObject({ 'spanfn.target': 'own' });
    const json = JSON.parse(batch.json());
    expect(json.resourceLogs[0].scopeLogs[0].logRecords[1].body).toEqual({ stringValue: 'two' });
    expect(buffer.drain().count).toBe(0);
  });

  test.each([0, 1, 100, 127, 128, 4000])(
    'is counted in bytes of records (%i letters)',
    (letters) => {
      const { buffer, own } = opened();
      own.info('x'.repeat(letters));
      expect(buffer.byteLength).toBe(bytesOf(letters));
      expect(buffer.drain().byteLength).toBe(bytesOf(letters));
    },
  );

  test('is 65,536 bytes at most', () => {
    const { buffer, own } = opened();
    for (let i = 0; i < 2000; i++) own.info(String(i).padStart(60));
    const held = Math.floor(65_536 / bytesOf(60));
    expect(buffer).toMatchObject({
      length: held,
      byteLength: held * bytesOf(60),
      evicted: 2000 - held,
    });
    expect(bodies(buffer)[0]).toBe(String(2000 - held).padStart(60));
  });
});

describe('what is too large', () => {
  test('is kept alone where the oldest is evicted', () => {
    const { buffer, own } = opened({ maxBytes: 200 });
    own.info('small');
    own.info('x'.repeat(1000));
    expect(buffer).toMatchObject({ length: 1, byteLength: bytesOf(1000), evicted: 1, dropped: 0 });
    own.info('next');
    expect(bodies(buffer)).toEqual(['next']);
    expect(buffer.evicted).toBe(2);
  });

  test('is dropped where the newest is dropped', () => {
    const { buffer, own } = opened({ maxBytes: 200, whenFull: 'drop' });
    own.info('x'.repeat(1000));
    expect(buffer).toMatchObject({ isEmpty: true, byteLength: 0, dropped: 1, evicted: 0 });
    own.info('small');
    expect(bodies(buffer)).toEqual(['small']);
  });

  test('to be a record at all is dropped in either case', () => {
    const { buffer, own } = opened();
    buffer.logger('x'.repeat(300_000)).info('m');
    own.info('next');
    expect(buffer.dropped).toBe(1);
    expect(bodies(buffer)).toEqual(['next']);
  });

  test('even for one record loses fields, which are counted', () => {
    const { buffer, own } = opened();
    const fields = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, '→'.repeat(4096)]),
    );
    own.info('m', { ...fields, last: 1 });
    const [{ body, droppedFields, fields: kept }] = buffer.drain().logs as [never];
    expect(body).toBe('m');
    expect(kept['last']).toBe(1);
    expect(droppedFields).toBe(31 - Object.keys(kept).length);
    expect(droppedFields).toBeGreaterThan(15);
  });
});

describe.each(['evict', 'drop'] as const)('whatever is logged and drained (%s)', (whenFull) => {
  test.each([1, 2, 3, 4, 5, 6])('the bytes are exact (%i)', (seed) => {
    const random = new Random(seed);
    const maxBytes = 100 + random.below(3000);
    const { buffer, own } = opened({ maxBytes, whenFull });
    const model = new Model(maxBytes, whenFull);
    for (let step = 0; step < 2000; step++) {
      if (random.below(60) === 0) {
        const { byteLength } = model;
        const batch = buffer.drain();
        expect(batch).toMatchObject({ byteLength, count: model.length });
        expect(batch.logs.map(({ body }) => body)).toEqual(model.drain());
      } else {
        const letters = random.below(30) === 0 ? random.below(4000) : random.below(200);
        const text = String(step).padEnd(letters);
        own.info(text);
        model.push(text);
      }
      const { length, byteLength, evicted, dropped, isEmpty } = buffer;
      expect({ length, byteLength, evicted, dropped, isEmpty }).toEqual(model.counts());
    }
    expect(model.counts()[whenFull === 'evict' ? 'evicted' : 'dropped']).toBeGreaterThan(50);
  });
});

/** The same, said as plainly as can be. */
class Model {
  readonly #maxBytes: number;
  readonly #whenFull: 'evict' | 'drop';
  #held: string[] = [];
  #evicted = 0;
  #dropped = 0;

  constructor(maxBytes: number, whenFull: 'evict' | 'drop') {
    this.#maxBytes = maxBytes;
    this.#whenFull = whenFull;
  }

  push(text: string): void {
    if (this.#whenFull === 'drop') {
      if (this.byteLength + bytesOf(text.length) > this.#maxBytes) this.#dropped++;
      else this.#held.push(text);
      return;
    }
    this.#held.push(text);
    while (this.#held.length > 1 && this.byteLength > this.#maxBytes) {
      this.#held.shift();
      this.#evicted++;
    }
  }

  drain(): string[] {
    return this.#held.splice(0);
  }

  get length(): number {
    return this.#held.length;
  }

  get byteLength(): number {
    return this.#held.reduce((sum, { length }) => sum + bytesOf(length), 0);
  }

  counts(): Record<'length' | 'byteLength' | 'evicted' | 'dropped', number> & { isEmpty: boolean } {
    const { length, byteLength } = this;
    const [evicted, dropped] = [this.#evicted, this.#dropped];
    return { length, byteLength, evicted, dropped, isEmpty: length === 0 };
  }
}

describe('what is delivered', () => {
  /** What was delivered: the messages of each batch. */
  function delivering(
    options: LogBufferOptions = {},
    answer: () => unknown = () => {},
  ): { buffer: LogBuffer; own: Logger; batches: unknown[][] } {
    const batches: unknown[][] = [];
    const { buffer, own } = opened({
      ...options,
      deliver({ logs }) {
        batches.push(logs.map(({ body }) => body));
        return answer();
      },
    });
    return { buffer, own, batches };
  }

  test('is all that came within the delay', async () => {
    let own: Logger | undefined;
    const batch = await new Promise<unknown[]>((resolve) => {
      const buffer = new LogBuffer({
        scheduleDelay: 5,
        deliver: ({ logs }) => resolve(logs.map(({ body }) => body)),
      });
      own = buffer.logger('own');
      const keepsAlive = setTimeout(() => {}, 10_000);
      own.info('one');
      own.info('two');
      clearTimeout(keepsAlive);
    });
    expect(batch).toEqual(['one', 'two']);
  });

  test('is nothing where there is nothing, which costs no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { buffer, own, batches } = delivering({ maxBytes: 200, whenFull: 'drop' });
    await buffer.flush();
    own.info('x'.repeat(1000)); // Dropped.
    expect([batches, vi.getTimerCount(), buffer.dropped]).toEqual([[], 0, 1]);
    own.info('one');
    own.info('two');
    expect([batches, vi.getTimerCount()]).toEqual([[], 1]);
    await own.flush();
    await buffer.flush();
    expect([batches, vi.getTimerCount()]).toEqual([[['one', 'two']], 0]);
    own.info('three');
    await vi.advanceTimersByTimeAsync(999);
    expect(batches).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect([batches.at(-1), vi.getTimerCount()]).toEqual([['three'], 0]);
  });

  test('is not waited for by the process, and delivered when it exits', async () => {
    const begin = performance.now();
    const { stdout, code } = await runProgram(`
      import { log, LogBuffer, start } from 'spanfn';
      const deliver = ({ logs }) => console.log(logs.map(({ body }) => body).join());
      start({ dispatcher: new LogBuffer({ scheduleDelay: 60_000, deliver }) });
      log.info('one');
      log.info('two');
    `);
    expect([code, stdout]).toEqual([0, 'one,two\n']);
    expect(performance.now() - begin).toBeLessThan(30_000);
  });

  test('that fails is lost and counted, and later ones are not', async () => {
    const answers = [
      () => {
        throw new Error('no');
      },
      () => Promise.reject(new Error('no')),
      () =>
        Object.defineProperty({}, 'then', {
          get() {
            throw new Error('no');
          },
        }),
      () => {},
    ];
    const { buffer, own, batches } = delivering({}, () => answers.shift()?.());
    for (const texts of [['a', 'b'], ['c'], ['d'], ['e']]) {
      for (const text of texts) own.info(text);
      await buffer.flush();
    }
    expect(batches).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
    expect(buffer).toMatchObject({ undelivered: 4, isEmpty: true });
    expect(buffer.stats()).toMatchObject({ bufferUndelivered: 4, bufferedLogs: 0 });
  });

  test('comes batch by batch, each after the one before', async () => {
    const free: (() => void)[] = [];
    const { buffer, own, batches } = delivering(
      { maxBytes: bytesOf(1) * 2 },
      () => new Promise<void>((resolve) => free.push(resolve)),
    );
    own.info('a');
    const first = buffer.flush();
    for (const text of ['b', 'c', 'd']) own.info(text);
    const second = buffer.flush();
    const third = buffer.flush();
    await new Promise(setImmediate);
    expect([batches, buffer.evicted]).toEqual([[['a']], 1]);
    free.shift()?.();
    await first;
    await new Promise(setImmediate);
    expect(batches).toEqual([['a'], ['c', 'd']]);
    free.shift()?.();
    await Promise.all([second, third]);
    expect(batches).toHaveLength(2);
  });

  test('makes no more of itself', async () => {
    const { buffer, own, batches } = delivering({}, async () => {
      own.info('delivering');
      log.info('delivering');
      await null;
      own.info('delivered');
    });
    start({ dispatcher: buffer });
    own.info('one');
    log.info('two');
    await buffer.flush();
    await buffer.flush();
    expect(batches).toEqual([['one', 'two']]);
    own.info('three');
    expect(bodies(buffer)).toEqual(['three']);
  });
});

describe('a buffer that a component owns', () => {
  test('gets its events, whatever is installed, and nobody else does', () => {
    const { buffer } = opened();
    const own = buffer.logger('pipeline/parser', { 'node.id': 7 });
    own.info('before');
    const seen: unknown[] = [];
    start({ dispatcher: { event: ({ body }) => void seen.push(body) }, filter: 'off' });
    own.info('while off');
    start({ dispatcher: { event: ({ body }) => void seen.push(body) }, replace: true });
    own.info('parsed', { rows: () => 3 });
    log.info('elsewhere');
    expect(seen).toEqual(['elsewhere']);
    const { logs } = buffer.drain();
    expect(logs.map(({ body }) => body)).toEqual(['before', 'while off', 'parsed']);
    expect(logs[2]).toMatchObject({
      fields: { 'node.id': 7, rows: 3 },
      site: { target: 'pipeline/parser' },
    });
  });

  test('is one of many', () => {
    const [a, b] = [opened(), opened()];
    const nodes = [a, b].map(({ buffer }, id) => buffer.logger('node', { id }));
    for (const node of nodes) node.child({ deep: true }).info('m');
    for (const [id, { buffer }] of [a, b].entries()) {
      expect(buffer.drain().logs.map(({ fields }) => fields)).toEqual([{ id, deep: true }]);
    }
  });

  test('hears from info on, unless told otherwise', () => {
    const { buffer } = opened();
    const [parser, writer] = [buffer.logger('parser'), buffer.logger('writer')];
    let evaluated = 0;
    const fields = { a: () => ++evaluated };
    parser.debug('no', fields);
    parser.at('debug').with(fields).emit('no');
    parser.setLevel('debug');
    writer.setLevel('off');
    parser.debug('yes', fields);
    parser.at('debug').with(fields).emit('also');
    writer.fatal('no', fields);
    expect([parser, writer].map((own) => own.isEnabled('debug'))).toEqual([true, false]);
    expect(logger('parser').isEnabled('debug')).toBe(false);
    expect([bodies(buffer), evaluated]).toEqual([['yes', 'also'], 2]);
  });

  test('knows the span, and keeps quiet in what is internal', () => {
    const { buffer, own } = opened();
    const ids: unknown[] = [];
    start({ dispatcher: { spanEnd: ({ spanId }) => void ids.push(spanId) } });
    span('work', () => own.info('in'));
    markInternal(() => {
      own.info('internal');
      expect(own.isEnabled('fatal')).toBe(false);
    });
    expect(buffer.drain().logs.map(({ spanId }) => spanId)).toEqual(ids);
  });

  test.each([
    [(buffer: LogBuffer) => buffer.logger(''), 'SPANFN_BAD_NAME'],
    [(buffer: LogBuffer) => buffer.logger('a', null as never), 'SPANFN_BAD_OPTION'],
    [(buffer: LogBuffer) => buffer.push({ body: 'made up' } as never), 'SPANFN_BAD_OPTION'],
  ])('refuses what it cannot do (%#)', (run, code) => {
    expect(() => run(new LogBuffer())).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  [{ maxBytes: 0 }, 'maxBytes'],
  [{ maxBytes: 1.5 }, 'maxBytes'],
  [{ scheduleDelay: 0 }, 'scheduleDelay'],
  [{ whenFull: 'wait' }, 'whenFull'],
  [{ deliver: 'there' }, 'deliver'],
  [{ size: 5 }, 'size'],
  [null, 'must be an object'],
])('%j is refused', (options, named) => {
  expect(() => new LogBuffer(options as never)).toThrow(SpanFnError);
  expect(() => new LogBuffer(options as never)).toThrow(named);
});
