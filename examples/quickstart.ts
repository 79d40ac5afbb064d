import { setTimeout as sleep } from 'node:timers/promises';
import { spanFn, start } from 'spanfn';

class Orders {
  @spanFn({ args: ['prices'], result: 'total' })
  async place(prices: number[]): Promise<number> {
    await this.confirm('ada@example.com').catch(() => {});
    return this.total(prices);
  }

  @spanFn
  total(prices: number[]): number {
    return prices.reduce((sum, price) => sum + price);
  }

  @spanFn({ args: ['to'] })
  async confirm(to: string): Promise<void> {
    await sleep(5);
    throw new Error(`no mail for ${to}`);
  }
}

start();
console.log('total:', await new Orders().place([7, 35]));

// Prints:
//
// Orders.place async 5.92ms {prices=[7, 35], total=42}
//   Orders.confirm async 5.71ms {to="ada@example.com"} error: "no mail for ada@example.com"
//   Orders.total thread 9.10µs
// total: 42
