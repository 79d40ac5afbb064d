import 'reflect-metadata';
import { spanFn } from 'spanfn';
import type { Price } from '../price.ts';

export class Cart {
  constructor(private readonly prices: Price[]) {}

  @Reflect.metadata('unit', 'cents')
  @spanFn
  total(): number {
    return [...this.each()].reduce((sum, { cents }) => sum + cents, 0);
  }

  @spanFn
  *each(): Generator<Price> {
    yield* this.prices;
  }
}
