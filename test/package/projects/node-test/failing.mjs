import { test } from 'node:test';
import { span } from 'spanfn';
import { assertNoOpenSpans, assertSpan, assertSpanTree, record } from 'spanfn/testing';

const recorded = record(() => {
  span('outer', { fields: { rows: 2 } }, () => span('inner', () => {}));
});

test('missing span', async () => assertSpan(await recorded, 'middle'));

test('wrong kind', async () => assertSpan(await recorded, 'inner', { kind: 'async' }));

test('wrong tree', async () =>
  assertSpanTree(await recorded, 'outer thread {rows=3}\n  inner thread'));

test('open span', async () => {
  await record((recording) => span('outer', async () => assertNoOpenSpans(recording)));
});
