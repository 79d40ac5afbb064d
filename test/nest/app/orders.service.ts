import { Injectable } from '@nestjs/common';
import { from, type Observable } from 'rxjs';
import type { LazyCount } from './lazy-count.ts';
import { classAbove, classBelow, layer } from './marks.ts';
import { type NewOrder, type Order, OrderMissing } from './order.ts';
import { OrdersRepository } from './orders.repository.ts';

@classAbove
@Injectable()
@classBelow
export class OrdersService {
  constructor(private readonly repository: OrdersRepository) {}

  @layer
  async find(id: number): Promise<Order> {
    const order = await this.repository.byId(id);
    if (order === undefined) throw new OrderMissing(id);
    return order;
  }

  @layer
  total(): number {
    return this.repository
      .all()
      .flatMap((order) => order.lines)
      .reduce((sum, line) => sum + line, 0);
  }

  @layer
  ownedBy(owner: string): Promise<Order[]> {
    return Promise.resolve().then(() =>
      this.repository.all().filter((order) => order.owner === owner),
    );
  }

  @layer
  add(order: NewOrder): Promise<Order> {
    return this.repository.add(order);
  }

  @layer
  count(): LazyCount {
    return this.repository.count();
  }

  @layer
  feed(): Observable<Order> {
    return from(this.repository.all());
  }

  @layer
  async *rows(): AsyncGenerator<Order> {
    yield* this.repository.rows();
  }

  @layer
  crash(): never {
    throw new TypeError('the shop is on fire');
  }
}
