import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LazyCount } from './lazy-count.ts';
import { classAbove, classBelow, layer } from './marks.ts';
import type { NewOrder, Order } from './order.ts';

/** One method of each kind that data access comes in. */
@classAbove
@Injectable()
@classBelow
export class OrdersRepository {
  readonly #orders = new Map<number, Order>([
    [1, { id: 1, owner: 'ada', lines: [100, 250] }],
    [2, { id: 2, owner: 'bob', lines: [999] }],
    [3, { id: 3, owner: 'ada', lines: [] }],
  ]);
  #counts = 0;

  @layer
  async byId(id: number): Promise<Order | undefined> {
    await setTimeout(id); // Concurrent requests overlap.
    return this.#orders.get(id);
  }

  @layer
  all(): Order[] {
    return [...this.#orders.values()];
  }

  @layer
  add(order: NewOrder): Promise<Order> {
    const id = this.#orders.size + 1;
    const added = { id, owner: order.owner, lines: order.lines };
    this.#orders.set(id, added);
    return setTimeout(1, added);
  }

  @layer
  count(): LazyCount {
    return new LazyCount(() => ({ count: this.#orders.size, run: ++this.#counts }));
  }

  @layer
  async *rows(): AsyncGenerator<Order> {
    for (const id of this.#orders.keys()) {
      const order = await this.byId(id);
      if (order !== undefined) yield order;
    }
  }
}
