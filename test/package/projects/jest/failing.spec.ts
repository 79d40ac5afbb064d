import { expect, test } from '@jest/globals';
import { span } from 'spanfn';
import { record } from 'spanfn/testing';
import 'spanfn/jest';

const recorded = record((): void => {
  span('outer', { fields: { rows: 2 } }, () => span('inner', () => {}));
});

test('missing span', async () => {
  expect(await recorded).toHaveSpan('middle');
});

test('wrong kind', async () => {
  expect(await recorded).toHaveSpan('inner', { kind: 'async' });
});

test('wrong parent', async () => {
  expect(await recorded).toHaveSpan('inner', { parent: null });
});

test('wrong field', async () => {
  expect(await recorded).toHaveSpan('outer', { fields: { rows: expect.any(String) } });
});

test('unwanted span', async () => {
  expect(await recorded).not.toHaveSpan('inner');
});

test('wrong tree', async () => {
  expect(await recorded).toMatchSpanTree(`
    outer thread {rows=3}
      inner thread
  `);
});

test('unwanted tree', async () => {
  expect(await recorded).not.toMatchSpanTree('outer thread {rows=2}\n  inner thread');
});

test('open span', async () => {
  await record((recording) =>
    span('outer', async () => {
      expect(recording).toHaveNoOpenSpans();
    }),
  );
});
