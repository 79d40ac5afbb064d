import 'reflect-metadata';
import { record } from 'spanfn/testing';
import { Cart } from './legacy/cart.ts';
import { Page } from './page.tsx';
import { Orders } from './standard/orders.ts';
import { untouched } from './untouched.ts';

let html: unknown;
const recording = await record(async () => {
  await new Orders().place([7, 35]);
  html = new Page().render('Orders');
});

console.log(
  JSON.stringify({
    tree: recording.tree(),
    html,
    stack: stackOf(() => new Orders().refuse(untouched(1, 2))),
    metadata: Reflect.getMetadata('design:returntype', Cart.prototype, 'total')?.name,
  }),
);

function stackOf(act: () => void): string | undefined {
  try {
    return void act();
  } catch (error) {
    return (error as Error).stack;
  }
}
