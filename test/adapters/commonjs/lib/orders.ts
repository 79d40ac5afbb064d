import { spanFn } from 'spanfn';
import type { Cart } from '../cart';

export class Orders {
  constructor(private readonly cart: Cart) {}

  @spanFn
  async place(): Promise<number> {
    await null;
    return this.cart.total();
  }
}
