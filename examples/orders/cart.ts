import { spanFn } from 'spanfn';
import type { Bill, Item, Line } from './model.ts';
import { isFailure, Refusal } from './refusal.ts';

/** Items and what they cost today. */
export class Cart {
  constructor(
    private readonly items: readonly Item[],
    private readonly prices: ReadonlyMap<string, number>,
  ) {}

  @spanFn({ result: ({ cents }: Bill) => ({ cents }), error: isFailure })
  bill(): Bill {
    const lines = [...this.lines()];
    return { lines, cents: lines.reduce((sum, { cents }) => sum + cents, 0) };
  }

  /** A generator's span covers its run; what its body calls hangs below it. */
  @spanFn({ error: isFailure })
  private *lines(): Generator<Line> {
    for (const item of this.items) {
      yield { ...item, cents: item.quantity * this.priceOf(item.sku) };
    }
  }

  @spanFn({ args: ['sku'], result: 'cents', error: isFailure })
  private priceOf(sku: string): number {
    const cents = this.prices.get(sku);
    if (cents === undefined) throw new Refusal(422, `we do not sell ${sku}`);
    return cents;
  }
}
