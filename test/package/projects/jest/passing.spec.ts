import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { span, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import 'spanfn/jest';

class Cart {
  @spanFn
  total(price: number): number {
    return price * 2;
  }

  @spanFn({ args: ['order'], result: true })
  async place(order: { id: number }): Promise<number> {
    await delay(1);
    return this.total(order.id);
  }
}

test('a span is found by name, kind, status, parent and fields', async () => {
  const recording = await record(() => new Cart().place({ id: 4 }));
  expect(recording).toHaveSpan('Cart.total');
  expect(recording).toHaveSpan('Cart.total', { kind: 'thread', parent: 'Cart.place' });
  expect(recording).toHaveSpan('Cart.place', { kind: 'async', status: 'unset', parent: null });
  expect(recording).toHaveSpan('Cart.place', { fields: { order: { id: 4 }, result: 8 } });
  expect(recording).not.toHaveSpan('Cart.place', { fields: { result: 9 } });
  expect(recording).not.toHaveSpan('Cart.refund');
});

test('fields may be described by asymmetric matchers', async () => {
  const recording = await record(() => new Cart().place({ id: 4 }));
  expect(recording).toHaveSpan('Cart.place', {
    fields: {
      order: expect.objectContaining({ id: expect.any(Number) }),
      result: expect.anything(),
    },
  });
  expect(recording).not.toHaveSpan('Cart.place', { fields: { result: expect.any(String) } });
});

test('a tree is compared as a whole', async () => {
  const recording = await record(() => new Cart().place({ id: 4 }));
  expect(recording).toMatchSpanTree(`
    Cart.place async {order={id=4}, result=8}
      Cart.total thread
  `);
  expect(recording).toMatchSpanTree('Cart.place async\n  Cart.total thread', { fields: false });
  expect(recording).not.toMatchSpanTree('Cart.place async');
});

test('siblings may come in any order', async () => {
  const recording = await record(() =>
    Promise.all([span('b', async () => {}), span('a', async () => {})]),
  );
  expect(recording).toMatchSpanTree('a async\nb async', { unordered: true });
  expect(recording).not.toMatchSpanTree('a async\nb async');
});

test('open spans are found until they have ended', async () => {
  const recording = await record((now) => {
    const guard = span('open');
    expect(now).not.toHaveNoOpenSpans();
    guard[Symbol.dispose]();
  });
  expect(recording).toHaveNoOpenSpans();
});

describe('concurrent tests', () => {
  const users = ['ann', 'bob', 'cyd', 'dan'];

  test.concurrent.each(users)('record their own spans: %s', async (user) => {
    const recording = await record(async () => {
      await delay(Math.random() * 20);
      await span(`greet ${user}`, () => delay(Math.random() * 20));
      span(`bow to ${user}`, () => {});
    });
    expect(recording).toMatchSpanTree(`greet ${user} async\nbow to ${user} thread`);
    expect(recording).toHaveNoOpenSpans();
  });
});
