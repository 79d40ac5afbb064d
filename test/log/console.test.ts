import {
  type ConsoleOptions,
  consoleDispatcher,
  event,
  log,
  logger,
  type SpanFnError,
  span,
  withContext,
  withDispatcher,
} from 'spanfn';
import { describe, expect, test } from 'vitest';
import { runProgram } from '../program.ts';

/** A stream that keeps what is written. */
class Page {
  text = '';
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }
  write(text: string): void {
    this.text += text;
  }
  get lines(): string[] {
    expect(this.text.endsWith('\n')).toBe(true);
    return this.text.split('\n').slice(0, -1);
  }
}

function printed(run: () => unknown, options: ConsoleOptions = {}, isTTY = true): Page {
  const page = new Page(isTTY);
  withDispatcher(consoleDispatcher({ stream: page, ...options }), run);
  return page;
}

/** Without the time of day, which must be one. */
function untimed(lines: string[]): string[] {
  return lines.map((line) => {
    if (!/^\d\d:\d\d:\d\d\.\d{3} /.test(line)) return line;
    return line.slice('00:00:00.000 '.length);
  });
}

const FORGED = 'ok\n12:00:00.000 FATAL forged\r\u001b[2J\u202e';

describe('as text', () => {
  test('an event is a line: time, level, target, message, fields, spans', () => {
    const page = printed(() => {
      log.info('started');
      withContext({ requestId: 7 }, () =>
        span('order.place', () =>
          span('db', () => logger('db').debug('query', { rows: 3, table: 'orders' })),
        ),
      );
      event('user.login', { user: 'ann' }, { body: { ok: true } });
      log.warn({ only: 'fields' });
    });
    expect(untimed(page.lines).filter((line) => !/thread/.test(line))).toEqual([
      'INFO  started',
      'DEBUG db query {requestId=7, rows=3, table="orders"} (order.place > db)',
      'INFO  user.login {ok=true} {user="ann"}',
      'WARN  {only="fields"}',
    ]);
  });

  test('is printed at once, and the tree when it is complete', () => {
    const page = printed(() => span('work', () => log.info('inside')));
    expect(untimed(page.lines).map((line) => line.replace(/ [\d.]+(ns|µs|ms)$/, ''))).toEqual([
      'INFO  inside (work)',
      'work thread',
    ]);
  });

  test('the time is that of the place', () => {
    const before = new Date();
    const [line] = printed(() => log.info('m')).lines;
    const [hours, minutes] = (line as string).split(':').map(Number) as [number, number];
    const now = before.getHours() * 60 + before.getMinutes();
    expect([now, (now + 1) % 1440]).toContain(hours * 60 + minutes);
  });

  test('an error has its stack below it on a terminal, and one line elsewhere', () => {
    const error = new TypeError('no', { cause: new Error('deeper') });
    const run = (): void => log.error(error, 'cannot store', { id: 1 });
    const head = 'ERROR cannot store {id=1} TypeError: "no" caused by "Error: deeper"';
    const page = untimed(printed(run).lines);
    expect(page[0]).toBe(head);
    expect(page[1]).toBe('    TypeError: no');
    expect(page.length).toBeGreaterThan(5);
    expect(untimed(printed(run, { format: 'text' }, false).lines)).toEqual([head]);
    expect(untimed(printed(run, { stacks: false }).lines)).toEqual([head]);
    expect(untimed(printed(run, { format: 'text', stacks: true }, false).lines)).toEqual(page);
  });

  test('levels have colours where these are wanted', () => {
    const page = printed(() => log.error('m', { a: 1 }), { colors: true });
    const ESC = String.fromCharCode(27);
    expect(page.text).toContain(`${ESC}[31mERROR${ESC}[39m`);
    expect(page.text).toContain(`${ESC}[2m{a=1}${ESC}[22m`);
    expect(printed(() => log.error('m'), { colors: false }).text).not.toContain(ESC);
  });
});

describe('no line is forged', () => {
  const run = (): void => {
    const error = Object.assign(new Error(FORGED, { cause: new Error(FORGED) }), { name: FORGED });
    withContext({ [FORGED]: FORGED }, () =>
      span(FORGED, () => {
        logger(FORGED).info(FORGED, { [FORGED]: [FORGED, { [FORGED]: FORGED }] });
        log.error(error, FORGED);
        event(FORGED, {}, { body: { [FORGED]: FORGED } });
      }),
    );
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const FORGING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  test('as text', () => {
    const page = printed(run, { stacks: false });
    expect(page.text).not.toMatch(FORGING);
    const lines = page.lines.filter((line) => /^\d/.test(line));
    expect(lines).toHaveLength(3);
    expect(page.lines).toHaveLength(4);
  });

  test('below an error', () => {
    const page = printed(run);
    expect(page.text).not.toMatch(FORGING);
    expect(page.lines.filter((line) => /^\d/.test(line))).toHaveLength(3);
  });

  test('as JSON', () => {
    const page = printed(run, { format: 'json' });
    expect(page.text).not.toMatch(FORGING);
    expect(page.lines).toHaveLength(4);
    const parsed = page.lines.map((line) => JSON.parse(line));
    expect(parsed[0]).toMatchObject({ target: FORGED, message: FORGED, spans: [FORGED] });
    expect(parsed[0].fields[FORGED]).toEqual([FORGED, { [FORGED]: FORGED }]);
  });
});

describe('as JSON', () => {
  test('an event is a line, and so is a span that ends', () => {
    const page = printed(
      () =>
        span('work', { fields: { a: 1 } }, (current) => {
          logger('db').warn('slow', { rows: 3n, list: [1.5, null] });
          current.fail(new Error('no'));
        }),
      { format: 'json' },
    );
    const [log, ended] = page.lines.map((line) => JSON.parse(line));
    expect(log).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
      level: 'warn',
      target: 'db',
      message: 'slow',
      fields: { rows: 3, list: [1.5, null] },
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      spans: ['work'],
    });
    expect(ended).toEqual({
      time: expect.any(String),
      span: 'work',
      kind: 'thread',
      duration_ns: expect.any(Number),
      status: 'error',
      error: 'Error: no',
      fields: { a: 1 },
      trace_id: log.trace_id,
      span_id: log.span_id,
    });
  });

  test('is what events are where the stream is no terminal, unless text is asked for', () => {
    const run = (): void => event('user.login', { user: 'ann' });
    const { time: _, ...line } = JSON.parse(printed(run, {}, false).text);
    expect(line).toEqual({ level: 'info', event: 'user.login', fields: { user: 'ann' } });
    expect(untimed(printed(run, { format: 'text' }, false).lines)).toEqual([
      'INFO  user.login {user="ann"}',
    ]);
  });

  test('is what start() prints into a pipe', async () => {
    const { stdout } = await runProgram(`
      import { log, start } from 'spanfn';
      start();
      log.info('hello', { a: 1 });
      log.debug('below');
    `);
    expect(JSON.parse(stdout)).toMatchObject({ level: 'info', message: 'hello', fields: { a: 1 } });
  });
});

test('a format that is none is refused', () => {
  expect(() => consoleDispatcher({ format: 'yaml' as never })).toThrow(
    expect.objectContaining<Partial<SpanFnError>>({ code: 'SPANFN_BAD_OPTION' }),
  );
});
