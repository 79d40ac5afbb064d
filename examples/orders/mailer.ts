import { spanFn } from 'spanfn';
import type { Order } from './model.ts';

/** Delivers one mail, or rejects. */
export type Transport = (to: string, subject: string) => Promise<void>;

export class Mailer {
  constructor(private readonly transport: Transport) {}

  @spanFn({ args: ({ customer }: Order) => ({ to: customer }) })
  async confirm(order: Order): Promise<void> {
    await this.transport(order.customer, `Your order ${order.id}`);
  }
}
