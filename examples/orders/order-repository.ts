import type { Knex } from 'knex';
import { spanFn } from 'spanfn';
import type { Bill, Line, Order, OrderStatus } from './model.ts';

export class OrderRepository {
  constructor(private readonly db: Knex) {}

  /** Everything or nothing: the lines are inserted in the transaction of their order. */
  @spanFn({ args: ['customer'], result: ({ id }: Order) => ({ id }) })
  async insert(customer: string, { lines, cents }: Bill): Promise<Order> {
    return this.db.transaction(async (transaction) => {
      const status: OrderStatus = 'placed';
      const [order] = await transaction('orders')
        .insert({ customer, cents, status })
        .returning<Order[]>('*');
      if (order === undefined) throw new Error('the database returned no order');
      await this.insertLines(transaction, order.id, lines);
      return order;
    });
  }

  @spanFn({
    args: (_, orderId: number, { length }: readonly Line[]) => ({ orderId, rows: length }),
  })
  private async insertLines(
    transaction: Knex.Transaction,
    orderId: number,
    lines: readonly Line[],
  ): Promise<void> {
    await transaction('order_lines').insert(lines.map((line) => ({ order_id: orderId, ...line })));
  }

  /** Not `async`, yet it returns a promise: the span lasts until that has settled. */
  @spanFn({ args: ['id'] })
  find(id: number): Promise<(Order & { lines: Line[] }) | undefined> {
    return Promise.all([
      this.db<Order>('orders').where({ id }).first(),
      this.db('order_lines').where({ order_id: id }).select('sku', 'quantity', 'cents'),
    ]).then(([order, lines]) => order && { ...order, lines });
  }

  /** Not run yet, and still a query: the span begins when somebody awaits it. */
  @spanFn({ args: ['status'], result: (rows: Order[]) => ({ rows: rows.length }) })
  withStatus(status: OrderStatus): Knex.QueryBuilder<Order, Order[]> {
    return this.db('orders').where({ status }).orderBy('id');
  }
}
