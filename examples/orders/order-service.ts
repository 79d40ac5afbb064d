import { spanFn } from 'spanfn';
import { Cart } from './cart.ts';
import type { Mailer } from './mailer.ts';
import type { Line, Order, OrderRequest, OrderStatus } from './model.ts';
import type { OrderRepository } from './order-repository.ts';
import type { Payments } from './payments.ts';
import type { ProductRepository } from './product-repository.ts';
import { isFailure, Refusal } from './refusal.ts';

const PAGE = 20;

/** On a class, `@spanFn` covers all of its methods. */
@spanFn({ error: isFailure })
export class OrderService {
  constructor(
    private readonly products: ProductRepository,
    private readonly orders: OrderRepository,
    private readonly payments: Payments,
    private readonly mailer: Mailer,
  ) {}

  async place({ customer, card, items }: OrderRequest): Promise<Order> {
    const prices = await this.products.prices(items.map(({ sku }) => sku));
    const bill = new Cart(items, prices).bill();
    await this.payments.charge(card, bill.cents);
    const order = await this.orders.insert(customer, bill);
    await this.confirm(order);
    return order;
  }

  async find(id: number): Promise<Order & { lines: Line[] }> {
    const order = await this.orders.find(id);
    if (order === undefined) throw new Refusal(404, `there is no order ${id}`);
    return order;
  }

  async list(status: OrderStatus): Promise<Order[]> {
    return await this.orders.withStatus(status).limit(PAGE);
  }

  /** A customer who got no mail has ordered all the same. */
  private async confirm(order: Order): Promise<void> {
    await this.mailer.confirm(order).catch(() => undefined);
  }
}
