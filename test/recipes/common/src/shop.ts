import { spanFn } from 'spanfn';

export class Cart {
  constructor(private readonly prices: number[]) {}

  @spanFn
  total(): number {
    return this.prices.reduce((sum, price) => sum + price, 0);
  }
}

export class Orders {
  @spanFn
  async place(prices: number[]): Promise<number> {
    await confirm();
    return new Cart(prices).total();
  }
}

/** Only the plugin knows the directive: without it there is no such span. */
async function confirm(): Promise<void> {
  'use span';
  await null;
}
