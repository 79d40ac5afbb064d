import { log, withContext } from 'spanfn';
import { describe, expect, test } from 'vitest';
import * as abi from '../../src/abi/index.ts';
import { Counter } from '../../src/wire/counters.ts';
import { decodeLogs } from '../../src/wire/otlp/decode.ts';
import { encodeLogs } from '../../src/wire/otlp/logs.ts';
import { LogWord, Word } from '../../src/wire/record.ts';
import type { Segment } from '../../src/wire/source.ts';
import { decodeMessage, fieldsOf, type Message } from '../wire/otlp-messages.ts';
import { VALUES } from '../wire/values.ts';
import { logged } from './ring.ts';

/** What the compiler writes: a site that knows the names of the fields, which values then follow. */
const KNOWN = { kind: 'event', target: 'cart', name: 'order stored' } as const;
const stored = abi.site({ ...KNOWN, args: ['orderNumber', 'rows'] });

const kept = VALUES.filter(([name]) => !name.includes('long text'));
const SITE_FIELDS = { 'spanfn.target': 'cart', 'code.file.path': 'cart', 'thread.id': 7 };

/** How often a text stands in what went through the ring. */
function occurrences(segments: readonly Segment[], text: string): number {
  const bytes = Buffer.concat(segments.map((segment) => segment.bytes)).toString('latin1');
  return bytes.split(text).length - 1;
}

test.each(kept)('%s arrives as it was logged', async (_, value) => {
  const { logs, received, json } = await logged(() => abi.event(stored, log, value, 2));
  expect(logs).toMatchObject([{ body: 'order stored', fields: { orderNumber: value, rows: 2 } }]);
  expect(fieldsOf(received[0].attributes)).toEqual({
    ...SITE_FIELDS,
    orderNumber: value,
    rows: 2,
  });
  expect(json).toMatchObject([{ body: { stringValue: 'order stored' } }]);
});

test('names travel once, with the site', async () => {
  const { segments, logs } = await logged(() => {
    for (let i = 0; i < 5; i++) abi.event(stored, log, i, i);
  });
  expect(logs.map(({ fields }) => fields.orderNumber)).toEqual([0, 1, 2, 3, 4]);
  expect(occurrences(segments, 'orderNumber')).toBe(1);
});

test('they stand beside fields of logger and context, and go over these', async () => {
  const { logs, received } = await logged(() =>
    withContext({ orderNumber: 'far', user: 'ann' }, () =>
      abi.event(stored, log.child({ rows: 'farther', request: 9 }), 1, 2),
    ),
  );
  const fields = { orderNumber: 1, rows: 2, request: 9, user: 'ann' };
  expect(logs[0]!.fields).toEqual(fields);
  expect(fieldsOf(received[0].attributes)).toEqual({ ...SITE_FIELDS, ...fields });
  expect(received[0].attributes).toHaveLength(7);
});

describe('what has no room', () => {
  test('takes no other value with it', async () => {
    const lines = abi.site({ ...KNOWN, args: ['first', 'text', 'last'] });
    const { logs, received, records } = await logged(
      () => abi.event(lines, log, 1, 'x'.repeat(3_000), 2),
      { bytes: 4_096 },
    );
    expect(logs).toMatchObject([{ fields: { first: 1, last: 2 }, droppedFields: 1 }]);
    expect(received).toMatchObject([{ droppedAttributesCount: 1 }]);
    expect(records.counters.get(Counter.CUT)).toBe(1);
  });

  test('in one byte as a number of values is written with its name', async () => {
    const args = Array.from({ length: 128 }, (_, i) => `n${i}`);
    const values = args.map((_, i) => i);
    const { logs } = await logged(() => abi.event(abi.site({ ...KNOWN, args }), log, ...values));
    expect(Object.values(logs[0]!.fields)).toEqual(values);
  });
});

test('of a site that nobody told of, all values are missing, and counted', async () => {
  const { segments: told } = await logged(() =>
    withContext({ user: 'ann' }, () => {
      abi.event(stored, log, 1, 2);
      log.warn('as ever', { a: 1 });
    }),
  );
  const segments = told.map((segment) => ({
    ...segment,
    source: { ...segment.source, sites: new Map() },
  }));
  const { items, unreadable } = decodeLogs(segments);
  expect(unreadable).toBe(0);
  expect(items).toMatchObject([
    { fields: {}, droppedFields: 2 },
    { body: 'as ever', fields: { a: 1, user: 'ann' }, droppedFields: 0 },
  ]);
  const records = receivedFrom(segments);
  expect(records).toMatchObject([
    { droppedAttributesCount: 2 },
    { body: { stringValue: 'as ever' } },
  ]);
  expect(fieldsOf(records[0].attributes)).toEqual({ 'thread.id': 7 });
});

test('a site that is told of later is known from then on', async () => {
  const { segments } = await logged(() => abi.event(stored, log, 1, 2));
  const sites = new Map();
  const early = segments.map((segment) => ({ ...segment, source: { ...segment.source, sites } }));
  expect(receivedFrom(early)).toMatchObject([{ droppedAttributesCount: 2 }]);
  for (const { source } of segments) for (const [id, site] of source.sites) sites.set(id, site);
  expect(fieldsOf(receivedFrom(early)[0]!.attributes)).toMatchObject({ orderNumber: 1, rows: 2 });
});

describe('each name comes once', () => {
  const names = (record: Message): string[] => record.attributes.map(({ key }: Message) => key);

  test('whoever gave it', async () => {
    const { received } = await logged(() => {
      log.at('info').with({ a: 1 }).with({ a: 2, b: 3 }).emit('m');
      log.error(new Error('no'), 'm', { 'exception.type': 'mine' });
    });
    for (const record of received) expect(names(record)).toEqual([...new Set(names(record))]);
    expect(fieldsOf(received[0].attributes)).toMatchObject({ a: 2, b: 3 });
    expect(fieldsOf(received[1].attributes)).toMatchObject({ 'exception.type': 'mine' });
  });

  test('also where names are the same as far as they are kept', async () => {
    const long = 'x'.repeat(5_000);
    const { logs, received } = await logged(() =>
      log.info('m', { [`${long}a`]: 1, [`${long}b`]: 2 }),
    );
    expect(Object.values(logs[0]!.fields)).toEqual([2]);
    expect(names(received[0])).toHaveLength(2); // And the thread.
  });
});

test('values that are cut short spoil one event', async () => {
  const { segments } = await logged(() => {
    abi.event(stored, log, 1, true);
    log.info('whole');
  });
  const [{ words }] = segments as [Segment];
  const at = (words[Word.LENGTH] as number) / 4; // Behind the site.
  const tail = words[at + LogWord.TAIL_BYTES] as number;
  expect(tail).toBe(7); // Their number; two of two bytes each, and how long these are.
  for (let bytes = 0; bytes < tail; bytes++) {
    words[at + LogWord.TAIL_BYTES] = bytes;
    expect(receivedFrom(segments)).toMatchObject([{ body: { stringValue: 'whole' } }]);
    const { items, unreadable } = decodeLogs(segments);
    expect(items).toMatchObject([{ body: 'whole' }]);
    expect(unreadable).toBe(1);
  }
});

function receivedFrom(segments: readonly Segment[]): Message[] {
  const body = encodeLogs(segments, { attributes: {} });
  return decodeMessage('ExportLogsServiceRequest', body).resourceLogs[0].scopeLogs[0].logRecords;
}
