import { setImmediate as immediate } from 'node:timers/promises';
import { current, field, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, test } from 'vitest';
import { contrast, outcomeOf } from '../contract/contrast.ts';
import { Query } from '../contract/stage.ts';
import { emit } from './emitted.ts';

const ERROR = Object.freeze(new Error('boom'));

interface Shop {
  total(this: unknown, ...prices: unknown[]): unknown;
  price(value: unknown): unknown;
}

/** The marks of a `return` and of the end of a body, in either form. */
const FORMS = { finally: ['return', 'end'], returns: ['leave', 'left'] } as const;
type Form = keyof typeof FORMS;

const shop = (kind: string, metadata = {}, form: Form = 'finally') =>
  emit<Shop>(
    `
    function total(...prices) { «${kind} total»
      if (prices.length === 0) throw ERROR;
      const sum = prices.map((p) => price(p));
      ${FORMS[form][0]}⟨this === undefined ? sum : [this, sum]⟩
    «${FORMS[form][1]}» }
    function price(value) { «sync price» ${FORMS[form][0]}⟨value⟩ «${FORMS[form][1]}» }
    return { total, price };`,
    { ERROR },
    metadata,
  );

describe.each([
  ['sync', 'finally'],
  ['sync', 'returns'],
  ['auto', 'finally'],
  ['auto', 'returns'],
] as const)('%s, left by %s', (kind, form) => {
  test('values, errors and this are those of the bare function', async () => {
    const self = {};
    const recording = await contrast(shop(kind, {}, form), ({ total }) => [
      total.call(self, 1, 2),
      outcomeOf(() => total()),
    ]);
    expect(recording).toMatchSpanTree(`
      total thread
        price thread
        price thread
      total thread error: "boom"`);
  });

  test('the span is current inside the body and nowhere else', async () => {
    await record(() => {
      span('around', (around) => {
        shop(kind, {}, form).instrumented.total(1);
        expect(current() === around).toBe(true);
        expect(() => shop(kind, {}, form).instrumented.total()).toThrow(ERROR);
        expect(current() === around).toBe(true);
      });
      shop(kind, {}, form).instrumented.total(1);
      expect(current()).toBeUndefined();
    });
  });

  test('arguments and result are recorded as the site says', async () => {
    const { total } = shop(
      kind,
      { args: ['first', null, 'third'], result: 'sum' },
      form,
    ).instrumented;
    const recording = await record(() => total.call(undefined, 1, 2, 3));
    expect(recording.spans[0]?.fields).toEqual({ first: 1, third: 3, sum: [1, 2, 3] });
    expect(recording.spans[0]?.site).toMatchObject({
      kind,
      target: 'src/shop.ts',
      file: 'src/shop.ts',
      line: 1,
      column: 1,
    });
  });

  test('work that outlives a call without a span around it stays in its trace', async () => {
    const { start } = emit<{ start(): Promise<void> }>(
      `
      function start() { «${kind} start» later = tick().then(() => step()); «end» return later; }
      function step() { «sync step» «end» }
      let later;
      return { start };`,
      { tick: () => immediate() },
    ).instrumented;
    expect(await record(() => start())).toMatchSpanTree(`
      start thread
        step thread`);
  });

  test('a promise makes the span async and goes to the caller as it is', async () => {
    const promise = immediate();
    const { price } = shop(kind, {}, form).instrumented;
    const recording = await record(() => {
      expect(price(promise)).toBe(promise);
      return promise;
    });
    expect(recording).toMatchSpanTree('price async');
    expect(recording).toHaveNoOpenSpans();
  });
});

describe('promise', () => {
  test('the span is async also when the function throws', async () => {
    const recording = await contrast(shop('promise'), ({ total }) => outcomeOf(() => total()));
    expect(recording).toMatchSpanTree('total async error: "boom"');
  });

  test('it ends when the promise settles', async () => {
    const { load } = emit<{ load(promise: unknown): Promise<unknown> }>(`
      function load(promise) { «promise load» return⟨promise⟩ «end» }
      return { load };`).instrumented;
    const recording = await record(async (rec) => {
      let resolve: (value: number) => void = () => {};
      const promise = new Promise((done) => {
        resolve = done;
      });
      expect(load(promise)).toBe(promise);
      expect(rec.spans[0]?.ended).toBe(false);
      resolve(1);
      await promise;
      expect(rec.spans[0]?.ended).toBe(true);
      await load(Promise.reject(ERROR)).catch(() => {});
    });
    expect(recording).toMatchSpanTree(`
      load async
      load async error: "boom"`);
  });
});

test.each([
  ['auto', 'finally'],
  ['auto', 'returns'],
  ['promise', 'finally'],
  ['promise', 'returns'],
] as const)(
  '%s, left by %s: a lazy thenable begins its span with its first then',
  async (kind, form) => {
    const { find } = emit<{ find(query: Query): Query }>(`
    function find(query) { «${kind} find» ${FORMS[form][0]}⟨query⟩ «${FORMS[form][1]}» }
    return { find };`).instrumented;
    const query = new Query('ok', 7);
    const recording = await record(async (rec) => {
      expect(find(query)).toBe(query);
      expect([rec.spans.length, query.runs]).toEqual([0, 0]);
      expect(await query.where('paid')).toBe(7);
      expect(query.runs).toBe(1);
    });
    expect(recording).toMatchSpanTree(`
    find async
      inner thread`);
  },
);

test('annotated fields of this are recorded', async () => {
  class Order {
    id = 7;
  }
  field('order.id')(Order.prototype, 'id');
  const { total } = shop('sync').instrumented;
  const recording = await record(() => total.call(new Order(), 1));
  expect(recording.spans[0]?.fields).toEqual({ 'order.id': 7 });
});

test('a guard that the body leaves open stays; the span does not', async () => {
  const { leak } = emit<{ leak(): void }>(
    `
    function leak() { «sync leak» span('guard'); «end» }
    return { leak };`,
    { span },
  ).instrumented;
  await record(() => {
    span('around', () => {
      leak();
      expect(current()?.name).toBe('guard');
    });
  });
});
