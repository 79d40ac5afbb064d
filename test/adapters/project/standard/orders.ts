import { setTimeout as sleep } from 'node:timers/promises';
import { spanFn } from 'spanfn';
import { Cart } from '../legacy/cart.ts';

enum State {
  Open = 'open',
  Placed = 'placed',
}

export class Orders {
  @spanFn({ args: ['prices'], result: 'state' })
  async place(prices: readonly number[]): Promise<State> {
    await sleep(1);
    const total = new Cart(prices.map((cents) => ({ cents }))).total();
    await this.#store(total).catch(() => undefined);
    return total > 0 ? State.Placed : State.Open;
  }

  @spanFn
  async #store(total: number): Promise<void> {
    await sleep(1);
    this.refuse(total);
  }

  @spanFn
  refuse(total: number): never {
    throw new Error(`refused ${total satisfies number}`);
  }
}
