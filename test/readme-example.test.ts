import { spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest'; // or 'spanfn/jest'

class Cart {
  @spanFn({ kind: 'sync' })
  total(items: string[]): number {
    return items.length * 5;
  }
}

class OrderRepo {
  @spanFn({ result: 'rows' })
  async insert(_total: number): Promise<number> {
    return 1;
  }
}

class Mailer {
  @spanFn
  async send(): Promise<void> {
    throw new Error('smtp down');
  }
}

class OrderService {
  @spanFn({ args: (items: string[]) => ({ items: items.length }) })
  async place(items: string[]): Promise<void> {
    await new OrderRepo().insert(new Cart().total(items));
    await new Mailer().send().catch(() => {});
  }
}

test('an order is stored, then a mail is sent', async () => {
  const rec = await record(async () => {
    await new OrderService().place(['tea', 'cup']);
  });

  expect(rec).toMatchSpanTree(`
    OrderService.place async {items=2}
      Cart.total thread
      OrderRepo.insert async {rows=1}
      Mailer.send async error: "smtp down"
  `);
  expect(rec).toHaveSpan('OrderRepo.insert', { fields: { rows: 1 }, parent: 'OrderService.place' });
  expect(rec).toHaveNoOpenSpans();
});
