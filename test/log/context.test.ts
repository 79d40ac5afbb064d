import { setImmediate as immediate } from 'node:timers/promises';
import { contextFields, log, logger, span, spanFn, withContext } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

const drawn = { fields: false, logs: true } as const;

test('an event hangs in the span in which it was logged, across await and in between', async () => {
  const rec = await record(async () => {
    log.info('start');
    await span('outer', async () => {
      log.info('one');
      await immediate();
      log.info('two');
      await Promise.all(
        ['a', 'b'].map((name) =>
          span(name, async () => {
            log.info(`${name} before`);
            await immediate();
            log.info(`${name} after`);
          }),
        ),
      );
      span('sync', () => log.warn('inside'));
      setTimeout(() => log.info('timer'));
      log.info('three');
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.info('end');
  });
  expect(rec.toString(drawn)).toBe(
    `
info: start
outer async
  info: one
  info: two
  a async
    info: a before
    info: a after
  b async
    info: b before
    info: b after
  sync thread
    warn: inside
  info: three
  info: timer
info: end`.trim(),
  );
});

test('an event in a function of unknown kind is in its span, which has begun by then', async () => {
  const find = spanFn('find', (lazy: boolean) => {
    log.info('looking');
    const then = (resolve: (rows: number) => void): void => {
      log.info('asking');
      resolve(3);
    };
    return lazy ? { then } : 3;
  });
  const rec = await record(async () => {
    find(false);
    await find(true);
  });
  expect(rec.tree({ logs: true })).toBe(
    `
find thread
  info: looking
find async
  info: looking
  info: asking`.trim(),
  );
  expect(rec).toHaveNoOpenSpans();
});

test('fields of the context are on events: nested, overriding, across await', async () => {
  const rec = await record(async () => {
    await withContext({ requestId: 1, user: 'ann' }, async () => {
      log.info('a');
      await immediate();
      await withContext({ user: 'bob' }, async () => {
        await immediate();
        log.info('b');
      });
      log.info('c');
      expect(contextFields()).toEqual({ requestId: 1, user: 'ann' });
    });
    log.info('d');
  });
  expect(rec.logs.map(({ text, fields }) => [text, fields])).toEqual([
    ['a', { requestId: 1, user: 'ann' }],
    ['b', { requestId: 1, user: 'bob' }],
    ['c', { requestId: 1, user: 'ann' }],
    ['d', {}],
  ]);
});

test("an event's own fields go over a child's, the nearest child's over those before, and these over the context", async () => {
  let computed = 0;
  const rec = await record(() =>
    withContext({ a: 'context', b: 'context', c: 'context', d: 'context', e: 'context' }, () => {
      const one = logger('db').child({ b: 1, c: 1, d: 1, n: () => ++computed });
      const two = one.child({ c: 2, d: 2, e: () => 'computed' });
      two.info('m', { d: 'own' });
      two.child({ e: 'plain', n: 'plain' }).info('m');
      two.info('m', { n: 'own' });
      one.info('m');
    }),
  );
  const rest = { a: 'context', b: 1 };
  expect(rec.logs.map(({ fields }) => fields)).toEqual([
    { ...rest, c: 2, d: 'own', e: 'computed', n: 1 },
    { ...rest, c: 2, d: 2, e: 'plain', n: 'plain' },
    { ...rest, c: 2, d: 2, e: 'computed', n: 'own' },
    { ...rest, c: 1, d: 1, e: 'context', n: 2 },
  ]);
  expect(rec.logs.map(({ target }) => target)).toEqual(['db', 'db', 'db', 'db']);
});

test('the fields of a child are those it was made with', async () => {
  const given = { list: [1] };
  const child = log.child(given);
  given.list.push(2);
  const { logs } = await record(() => child.info('m'));
  expect(logs[0]!.fields).toEqual({ list: [1] });
});
