import { current, span, spanFn, start } from 'spanfn';

start(); // Exports to where the standard variables say, else prints.

class Orders {
  @spanFn({ args: (prices: number[]) => ({ count: prices.length }) })
  async place(prices: number[]): Promise<number> {
    await this.sendMail('ada@example.com').catch(() => {});
    const total = this.total(prices);
    current()?.set('total', total);
    return total;
  }

  @spanFn
  total(prices: number[]): number {
    return prices.reduce((sum, price) => sum + price);
  }

  @spanFn({ args: ['to'] })
  async sendMail(to: string): Promise<void> {
    throw new TypeError(`no mail for ${to}`);
  }
}

await span('import orders', () => new Orders().place([7, 35]));
