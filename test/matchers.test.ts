import { span } from 'spanfn';
import {
  assertNoOpenSpans,
  assertSpan,
  assertSpanTree,
  type Recording,
  record,
} from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

const recorded = (): Promise<Recording> =>
  record(() => {
    span('order', { fields: { id: 7, list: [1, { a: 2 }] } }, () => {
      span('mail', (own) => void own.fail(new Error('smtp down')));
      span('charge', () => {});
    });
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

test('toHaveSpan and assertSpan find a span by all that is expected of it', async () => {
  const rec = await recorded();
  const wishes = [
    ['order', {}],
    ['order', { kind: 'thread', status: 'unset', parent: null, fields: { id: 7 } }],
    ['order', { fields: { list: [1, { a: 2 }] } }],
    ['mail', { status: 'error', parent: 'order' }],
    ['mail', { parent: rec.spans[0]! }],
  ] as const;
  for (const [name, wish] of wishes) {
    expect(rec).toHaveSpan(name, wish);
    assertSpan(rec, name, wish);
  }
});

test.each([
  ['nothing', {}, 'expected a span nothing: there is none of that name'],
  ['mail', { kind: 'async' }, "with kind 'async': kind is thread"],
  ['mail', { status: 'ok' }, "with status 'ok': status is error"],
  ['mail', { parent: null }, 'with no parent: parent is order'],
  ['order', { parent: 'mail' }, 'with parent mail: parent is none: it is a root'],
  ['order', { fields: { id: 8 } }, 'with fields { id: 8 }: field id is 7'],
  ['order', { fields: { toString: 1 } }, 'field toString is undefined'],
] as const)('toHaveSpan and assertSpan say why %s %j is not there', async (name, wish, why) => {
  const rec = await recorded();
  for (const run of [() => expect(rec).toHaveSpan(name, wish), () => assertSpan(rec, name, wish)]) {
    const message = failure(run);
    expect(message).toContain(why);
    expect(message).toContain(`Recorded:\n${rec.tree()}`);
  }
});

test('negated matchers say what is there after all', async () => {
  const rec = await recorded();
  expect(rec).not.toHaveSpan('nothing');
  expect(rec).not.toMatchSpanTree('nothing');
  expect(failure(() => expect(rec).not.toHaveSpan('mail'))).toContain('expected no span mail');
  expect(failure(() => expect(rec).not.toMatchSpanTree(rec.tree()))).toContain('another span tree');
  expect(failure(() => expect(rec).not.toHaveNoOpenSpans())).toContain('all have ended');
});

test('asymmetric matchers stand for fields in toHaveSpan', async () => {
  const rec = await recorded();
  expect(rec).toHaveSpan('order', { fields: { id: expect.any(Number) } });
  expect(rec).not.toHaveSpan('order', { fields: { id: expect.any(String) } });
});

test('toMatchSpanTree and assertSpanTree mind neither indentation nor margins', async () => {
  const rec = await recorded();
  const tree = `

        order thread {id=7, list=[1, {a=2}]}
          mail thread error: "smtp down"
          charge thread

  `;
  expect(rec).toMatchSpanTree(tree);
  assertSpanTree(rec, tree);
  expect(rec).not.toMatchSpanTree(tree.replace('          charge', '        charge'));
});

test('fields may be left out of the comparison', async () => {
  const rec = await recorded();
  const tree = 'order thread\n  mail thread error: "smtp down"\n  charge thread';
  expect(rec).toMatchSpanTree(tree, { fields: false });
  assertSpanTree(rec, tree, { fields: false });
  expect(rec).not.toMatchSpanTree(tree);
});

test('siblings may come in any order, but each with what is below it', async () => {
  const rec = await record(() => {
    for (const name of ['b', 'a', 'c']) span(name, () => span(`${name}1`, () => {}));
  });
  const inOrder = 'a thread\n  a1 thread\nb thread\n  b1 thread\nc thread\n  c1 thread';
  expect(rec).toMatchSpanTree(inOrder, { unordered: true });
  assertSpanTree(rec, inOrder, { unordered: true });
  expect(rec).not.toMatchSpanTree(inOrder);
  const mixedUp = inOrder.replace(/[ab]1/g, (name) => (name === 'a1' ? 'b1' : 'a1'));
  expect(rec).not.toMatchSpanTree(mixedUp, { unordered: true });
});

test('a tree that differs is shown beside the expected one', async () => {
  const rec = await recorded();
  const message = failure(() => expect(rec).toMatchSpanTree('order thread', { fields: false }));
  expect(message).toContain('the span tree differs');
  expect(message).toContain('+   mail thread error: "smtp down"');
  expect(failure(() => assertSpanTree(rec, 'order thread'))).toContain('mail thread');
});

test('open spans are named', async () => {
  const rec = await record(() => void span('endless', () => new Promise(() => {})));
  for (const run of [() => expect(rec).toHaveNoOpenSpans(), () => assertNoOpenSpans(rec)]) {
    expect(failure(run)).toContain('expected no open spans: endless');
  }
  const done = await recorded();
  expect(done).toHaveNoOpenSpans();
  assertNoOpenSpans(done);
});

test('a recording of nothing matches an empty tree, and says that it is empty', async () => {
  const rec = await record(() => {});
  expect(rec).toMatchSpanTree('');
  assertSpanTree(rec, '\n  \n', { unordered: true });
  expect(failure(() => expect(rec).toHaveSpan('work'))).toContain('Nothing was recorded.');
});
