import { debug, display, event, log, logger, span, withContext } from 'spanfn';
import { describe, expect, test } from 'vitest';
import * as abi from '../../src/abi/index.ts';
import { wallAnchor } from '../../src/base/clock.ts';
import type { FieldValue } from '../../src/base/value.ts';
import { Counter } from '../../src/wire/counters.ts';
import { fieldsOf, fieldValue } from '../wire/otlp-messages.ts';
import { ODD_NAMES, VALUES } from '../wire/values.ts';
import { logged } from './ring.ts';

const KNOWN = { kind: 'event', target: 'src/cart.ts', line: 12, column: 5 } as const;
const stored = abi.site({ ...KNOWN, name: 'order stored', args: ['id', null, 'rows'] });
const dynamic = abi.site({ ...KNOWN, name: '' });

/** Text that is longer than the bound is another matter. */
const kept = VALUES.filter(([name]) => !name.includes('long text'));

describe('a value arrives as it was logged', () => {
  test.each(kept)('%s', async (_, value) => {
    const { received, logs, json } = await logged(() => {
      log.info('by name', { value });
      log.info('computed', { value: () => value });
      withContext({ value }, () => log.info('by context'));
      log.child({ value }).info('by logger');
      event('by.event', { value }, { body: value });
      log.at('info').with({ value }).body(value).emit();
      abi.event(stored, log, value, 'skipped', 2);
    });
    expect(received).toHaveLength(7);
    for (const { fields } of logs.slice(0, 6)) expect(fields).toEqual({ value });
    for (const { attributes } of received.slice(0, 6)) {
      expect(fieldsOf(attributes)).toEqual({ value, 'thread.id': 7 });
    }
    for (const { body } of received.slice(4, 6)) expect(fieldValue(body)).toEqual(value);
    expect(logs[6]!.fields).toEqual({ id: value, rows: 2 });
    expect(json).toHaveLength(7);
  });

  test.each([
    ['a bigint beyond 64 bits', 2n ** 70n, String(2n ** 70n)],
    ['undefined', undefined, null],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an error', new TypeError('no'), 'TypeError: no'],
    ['what is displayed', display({ toString: () => 'text' }), 'text'],
    ['what is inspected', debug([1, { a: 2 }]), '[ 1, { a: 2 } ]'],
    ['a map', new Map([['a', new Set([1])]]), { a: [1] }],
  ] as [string, unknown, FieldValue][])('%s', async (_, value, arrives) => {
    const { received } = await logged(() => log.info('m', { value }));
    expect(fieldsOf(received[0].attributes)).toEqual({ value: arrives, 'thread.id': 7 });
  });

  test('under an odd name', async () => {
    const { logs } = await logged(() => {
      log.info('m', ODD_NAMES);
      log.child(ODD_NAMES).info('m');
    });
    for (const { fields } of logs) {
      expect(Object.entries(fields).sort()).toEqual(Object.entries(ODD_NAMES).sort());
    }
  });
});

test('all that an event is arrives', async () => {
  const before = BigInt(Date.now()) * 1_000_000n;
  const { received, spans, logs } = await logged(() =>
    span('work', () => {
      logger('db').warn('slow', { ms: 12.5 });
      event('user.login', { user: 'ann' }, { level: 'error', target: 'auth' });
    }),
  );
  const [{ traceId, spanId }] = spans as [(typeof spans)[0]];
  expect(received).toMatchObject([
    {
      severityNumber: 13,
      severityText: 'WARN',
      traceId,
      spanId,
      flags: 1,
      body: { stringValue: 'slow' },
    },
    {
      severityNumber: 17,
      severityText: 'ERROR',
      traceId,
      spanId,
      flags: 1,
      eventName: 'user.login',
    },
  ]);
  expect(received[1].body).toBeUndefined();
  expect(received.map(({ attributes }) => fieldsOf(attributes))).toEqual([
    { 'spanfn.target': 'db', 'thread.id': 7, ms: 12.5 },
    { 'spanfn.target': 'auth', 'thread.id': 7, user: 'ann' },
  ]);
  expect(logs.map(({ sequence }) => sequence)).toEqual([0, 1]);
  expect(spans[0]!.sequence).toBe(2);
  for (const { time } of logs) {
    expect(time).toBeGreaterThanOrEqual(spans[0]!.startTime);
    expect(time).toBeLessThanOrEqual(spans[0]!.endTime);
    expect(time - before).toBeLessThan(60_000_000_000n);
  }
});

test('the time is that of the clock, also where it is beyond 32 bits', async () => {
  const now = 5n * 2n ** 32n + 2n ** 31n + 7n;
  const { logs } = await logged(() => log.info('m'), { clock: { now: () => now } });
  expect(logs[0]!.time).toBe(now + wallAnchor);
});

test('outside of any span there are no ids', async () => {
  const { received } = await logged(() => {
    span('before', () => log.info('in'));
    log.info('out');
  });
  expect(received[0].traceId).toMatch(/[1-9a-f]/);
  expect(received[1]).not.toHaveProperty('traceId');
  expect(received[1]).not.toHaveProperty('spanId');
});

test('events of a trace that is not sampled are recorded, and say so', async () => {
  const sampler = { failures: 0, sample: () => false };
  const { received, json, spans, logs } = await logged(
    () => span('work', () => log.info('m', { a: 1 })),
    { sampler },
  );
  expect(spans).toEqual([]);
  expect(received[0].flags ?? 0).toBe(0);
  expect(received[0].spanId).toMatch(/[1-9a-f]/);
  expect(json[0].flags).toBe(0);
  expect(logs[0]).toMatchObject({ sampled: false, body: 'm', fields: { a: 1 } });
});

test('of fields of one name the nearest is told, once', async () => {
  const { received, logs } = await logged(() =>
    withContext({ a: 'context', b: 'context', c: 'context', d: 'context' }, () => {
      const parent = log.child({ b: 'parent', c: 'parent', x: () => 'computed' });
      parent.child({ c: 'child', e: 5 }).info('m', { d: 'own', e: 'own' });
      parent.info('m', { x: 'own' });
    }),
  );
  const expected = [
    { a: 'context', b: 'parent', c: 'child', d: 'own', e: 'own', x: 'computed' },
    { a: 'context', b: 'parent', c: 'parent', d: 'context', x: 'own' },
  ];
  expect(logs.map(({ fields }) => fields)).toEqual(expected);
  for (const [i, { attributes }] of received.entries()) {
    const names = attributes.map(({ key }: { key: string }) => key);
    expect(names.sort()).toEqual([...Object.keys(expected[i]!), 'thread.id'].sort());
  }
});

describe('emitted calls', () => {
  test('say what their site knows, and values by position', async () => {
    const child = logger('db').child({ tenant: 't' });
    const { received, logs } = await logged(() => {
      abi.event(stored, log, 7, 'skipped', () => 3);
      abi.event(stored, child, 7);
      abi.log(dynamic, log, `order ${7}`, { id: 7 });
      abi.log(dynamic, undefined, new Error('no'));
    });
    const place = {
      'spanfn.target': 'src/cart.ts',
      'code.file.path': 'src/cart.ts',
      'code.line.number': 12,
      'code.column.number': 5,
      'thread.id': 7,
    };
    expect(received.map(({ body }) => fieldValue(body))).toEqual([
      'order stored',
      'order stored',
      'order 7',
      'no',
    ]);
    expect(received.slice(0, 3).map(({ attributes }) => fieldsOf(attributes))).toEqual([
      { ...place, id: 7, rows: 3 },
      { ...place, id: 7, tenant: 't' },
      { ...place, id: 7 },
    ]);
    expect(logs.map(({ body }) => body)).toEqual(received.map(({ body }) => fieldValue(body)));
  });

  test('do not repeat a message that the site has told', async () => {
    const bytes = async (run: () => void) =>
      (await logged(run)).records.counters.get(Counter.BYTES);
    const known = abi.site({ ...KNOWN, name: 'm'.repeat(1000), args: [] });
    const once = await bytes(() => abi.event(known, log));
    const twice = await bytes(() => {
      for (let i = 0; i < 2; i++) abi.event(known, log);
    });
    expect(twice - once).toBeLessThan(100);
  });
});

describe('bounds', () => {
  test('an event that finds the ring full is dropped and counted; those before arrive', async () => {
    const { logs, records } = await logged(
      () => {
        for (let i = 0; i < 1000; i++) log.info('m', { i });
      },
      { bytes: 4096 },
    );
    const written = records.counters.get(Counter.LOGS_WRITTEN);
    expect(logs.map(({ fields }) => fields['i'])).toEqual(logs.map((_, i) => i));
    expect(logs).toHaveLength(written);
    expect(written).toBeGreaterThan(10);
    expect(written + records.counters.get(Counter.LOGS_RING_FULL)).toBe(1000);
  });

  test('a field that has no room is left out and counted, be it aside or in place', async () => {
    const big = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`f${i}`, '→'.repeat(4096)]),
    );
    for (const bytes of [1 << 16, 1 << 20]) {
      const { logs, records, received } = await logged(
        () => {
          log.info('first');
          log.info('m', { ...big, last: 1 });
        },
        { bytes },
      );
      const { fields, droppedFields, body } = logs[1]!;
      expect(body).toBe('m');
      expect(droppedFields).toBeGreaterThan(20 - 5);
      expect(Object.keys(fields).length + droppedFields).toBe(31);
      expect(fields['last']).toBe(1);
      expect(records.counters.get(Counter.CUT)).toBe(droppedFields);
      expect(received[1].droppedAttributesCount).toBe(droppedFields);
    }
  });

  test('a body and a name that have no room are left out and counted', async () => {
    const body = Array.from({ length: 64 }, () => '→'.repeat(4096));
    const { logs } = await logged(() => event('named', { a: 1 }, { body }));
    expect(logs[0]).toMatchObject({
      body: null,
      eventName: 'named',
      fields: { a: 1 },
      droppedFields: 1,
    });
  });

  test('more fields than are kept are counted', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, i]));
    const { logs } = await logged(() => log.info('m', many));
    expect(logs[0]!.droppedFields).toBe(72);
    expect(Object.keys(logs[0]!.fields)).toHaveLength(128);
  });
});

test.each([
  ['in a scope', false],
  ['where there is no frame at all', true],
])('events one after another hold nothing of each other: %s', async (_, global) => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`f${i}`, i]));
  const program = (): void => {
    log.error(new Error('first'), 'a', { a: 1 });
    event('named', { b: 2 });
    span('s', () => withContext({ c: 3 }, () => log.child({ d: 4 }).info('d')));
    log.info('many', many);
    log.info({ e: 5 });
    log.info('last');
  };
  const { logs } = await logged(program, { global });
  expect(logs[4]).toMatchObject({ body: null, fields: { e: 5 }, droppedFields: 0 });
  expect(logs.at(-1)!.fields).toEqual({});
  expect(logs.at(-1)).toMatchObject({
    body: 'last',
    fields: {},
    eventName: undefined,
    spanId: undefined,
  });
  expect(logs[1]).toMatchObject({ body: null, fields: { b: 2 }, eventName: 'named' });
  expect(logs[1]!.fields).toEqual({ b: 2 });
});
