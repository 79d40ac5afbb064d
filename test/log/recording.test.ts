import { event, log, logger, span } from 'spanfn';
import { assertLogged, type Recording, record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import 'spanfn/vitest';

const recorded = (): Promise<Recording> =>
  record(() => {
    log.info('start');
    span('order', { fields: { id: 7 } }, () => {
      logger('db').debug('query', { rows: 3, list: [1, { a: 2 }] });
      span('mail', () => log.error(new Error('smtp down'), 'cannot send'));
      event('order.placed', { id: 7 }, { body: { total: 3 } });
    });
    event('user.login');
  });

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are no part of the text.
    return (error as Error).message.replace(/\u001b\[\d+m/g, '');
  }
  throw new Error('did not fail');
}

const TREE = `info: start
order thread {id=7}
  debug: db: query {rows=3, list=[1, {a=2}]}
  mail thread
    error: cannot send {exception.type="Error", exception.message="smtp down"}
  info: order.placed {total=3} {id=7}
info: user.login`;

test('logs are drawn in the tree on request, each at its place', async () => {
  const rec = await recorded();
  expect(rec.toString({ logs: true })).toBe(TREE);
  expect(rec.tree({ logs: true })).toBe(TREE);
  expect(String(rec)).toBe('order thread {id=7}\n  mail thread');
  expect(rec.tree({ logs: true, fields: false })).toBe(TREE.replace(/ \{(?!total).*\}$/gm, ''));
  expect(rec.logs.map(({ parent }) => parent?.name)).toEqual([
    undefined,
    'order',
    'mail',
    'order',
    undefined,
  ]);
});

test('what is logged forges no line of a tree', async () => {
  const rec = await record(() => logger('a\nb').info('x\n  forged thread', { 'k\n': 'v\n' }));
  expect(rec.toString({ logs: true }).split('\n')).toHaveLength(1);
});

test('toHaveLogged and assertLogged find an event by level, text and fields', async () => {
  const rec = await recorded();
  const wishes = [
    ['info', 'start', undefined],
    ['debug', 'query', { rows: 3 }],
    ['debug', /^que/g, { list: [1, { a: 2 }] }],
    ['error', 'cannot send', { 'exception.message': 'smtp down' }],
    ['info', 'user.login', {}],
  ] as const;
  for (const [level, text, fields] of [...wishes, ...wishes]) {
    expect(rec).toHaveLogged(level, text, fields);
    assertLogged(rec, level, text, fields);
  }
  expect(rec).toHaveLogged('debug', 'query', { rows: expect.any(Number) });
  expect(rec).not.toHaveLogged('debug', 'query', { rows: 4 });
});

describe('they say why there is none', () => {
  test.each([
    ['debug', 'nothing', {}, "to have logged debug 'nothing': there is none of that text"],
    ['debug', /^x/, {}, 'to have logged debug /^x/: there is none of that text'],
    ['warn', 'query', {}, "to have logged warn 'query': level is debug"],
    ['debug', 'query', { rows: 4 }, "debug 'query' with fields { rows: 4 }: field rows is 3"],
    ['debug', 'query', { toString: 1 }, 'field toString is undefined'],
  ] as const)('%s %s %j', async (level, text, fields, why) => {
    const rec = await recorded();
    for (const run of [
      () => expect(rec).toHaveLogged(level, text, fields),
      () => assertLogged(rec, level, text, fields),
    ]) {
      const message = failure(run);
      expect(message).toContain(why);
      expect(message).toContain('Logged:\ninfo: start\ndebug: db: query');
    }
  });

  test('where there should be none', async () => {
    const rec = await recorded();
    const message = failure(() => expect(rec).not.toHaveLogged('info', 'start'));
    expect(message).toBe("expected not to have logged info 'start'");
  });

  test('where nothing was logged, or what is given is no recording, or no level', async () => {
    const rec = await record(() => {});
    expect(failure(() => expect(rec).toHaveLogged('info', 'm'))).toContain('Nothing was logged.');
    expect(failure(() => expect({}).toHaveLogged('info', 'm'))).toContain('what record() gives');
    expect(failure(() => expect(rec).toHaveLogged('loud' as 'info', 'm'))).toContain(
      'no such level',
    );
  });
});

test('filters of a recording hold for events, and fixed clocks and ids do', async () => {
  const run = () => span('s', () => [log.info('a'), log.debug('b')]);
  const rec = await record({ filter: 'info', clock: 'fixed', ids: 'fixed' }, run);
  const again = await record({ filter: 'info', clock: 'fixed', ids: 'fixed' }, run);
  expect(rec.logs.map(({ text }) => text)).toEqual(['a']);
  const told = ({ logs }: Recording) =>
    logs.map(({ time, traceId, spanId }) => [time, traceId, spanId]);
  expect(told(rec)).toEqual(told(again));
  expect(rec.logs[0]!.time).toBe(946_684_800_000_001_000n);
  expect(rec.logs[0]!.spanId).toBe(rec.spans[0]!.spanId);
});

test('what was recorded stays as it was, whatever is logged later', async () => {
  const rec = await recorded();
  await record(() => {
    for (let i = 0; i < 100; i++) log.info('later', { id: i });
  });
  expect(rec.toString({ logs: true })).toBe(TREE);
});
