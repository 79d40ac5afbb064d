import { test } from 'node:test';
import { span } from 'spanfn';
import { assertNoOpenSpans, assertSpan, assertSpanTree, record } from 'spanfn/testing';

test('a span is found by name and what is expected of it', async () => {
  const recording = await record(() =>
    span('outer', { fields: { rows: [1, 2] } }, () => span('inner', () => {})),
  );
  assertSpan(recording, 'inner', { kind: 'thread', parent: 'outer', status: 'unset' });
  assertSpan(recording, 'outer', { fields: { rows: [1, 2] }, parent: null });
  assertSpanTree(recording, 'outer thread {rows=[1, 2]}\n  inner thread');
  assertNoOpenSpans(recording);
});
