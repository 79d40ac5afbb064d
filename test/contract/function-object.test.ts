import { compileFunction } from 'node:vm';
import { spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { describe, expect, it } from 'vitest';
import 'spanfn/vitest';

// biome-ignore lint/suspicious/noExplicitAny: functions are taken apart here.
type Any = any;

const sloppyFunction = (body: string, parameters: string[] = []): Any =>
  compileFunction(body, parameters);

describe('the function object of spanFn(fn)', () => {
  it('has the own properties of the function in their order', () => {
    const fn = Object.assign(function pay() {}, { retries: 3, [Symbol('tag')]: 1 });
    const before = Reflect.ownKeys(fn);
    expect(Reflect.ownKeys(spanFn(fn))).toEqual(before);
  });

  it('stays frozen if the function was', () => {
    const traced = spanFn(Object.freeze(() => 1));
    expect(Object.isFrozen(traced)).toBe(true);
  });

  it('is a function wrapped once, however often it is given', () => {
    const traced = spanFn(() => 1);
    expect(spanFn('other', traced)).toBe(traced);
  });

  it('is made once for each wrapping, and leaves the function alone', async () => {
    const fn = (): number => 1;
    const traced = spanFn('pay', fn);
    const recording = await record(() => [fn(), traced()]);
    expect(recording).toMatchSpanTree('pay thread');
  });

  it('passes this as it is to a strict function, and lets a sloppy one box it', async () => {
    const strict: Any = spanFn('strict', function (this: unknown) {
      return this;
    } as Any);
    const sloppy: Any = spanFn('sloppy', sloppyFunction('return this;'));
    await record(() => {
      expect([strict(), strict.call(1)]).toEqual([undefined, 1]);
      expect(sloppy()).toBe(globalThis);
      expect(typeof sloppy.call(1)).toBe('object');
    });
  });

  it('leaves arguments mapped to parameters in sloppy mode', async () => {
    const mapped: Any = spanFn('mapped', sloppyFunction('a = 2; return arguments[0];', ['a']));
    const recording = await record(() => expect(mapped(1)).toBe(2));
    expect(recording).toMatchSpanTree('mapped thread');
  });
});

describe('a constructor wrapped by spanFn', () => {
  const make = (): Any =>
    spanFn(function Cart(this: Any, total: number) {
      this.total = total;
    } as Any);

  it('makes instances, in a span', async () => {
    const Cart = make();
    const recording = await record(() => {
      const cart = new Cart(3);
      expect([cart.total, cart instanceof Cart]).toEqual([3, true]);
    });
    expect(recording).toMatchSpanTree('Cart thread');
  });

  it('can be extended by a class', async () => {
    const Cart = make();
    class Basket extends (Cart as new (total: number) => object) {}
    const recording = await record(() => {
      const basket: Any = new Basket(3);
      expect([basket.total, basket instanceof Basket, basket instanceof Cart]).toEqual([
        3,
        true,
        true,
      ]);
    });
    expect(recording).toMatchSpanTree('Cart thread');
  });

  it('sees itself as new.target', async () => {
    const Cart: Any = spanFn(function (this: Any) {
      this.isOwn = new.target === Cart;
    } as Any);
    await record(() => expect(new Cart().isOwn).toBe(true));
    expect(new Cart().isOwn).toBe(true);
  });

  it('uses a prototype that was assigned after wrapping', async () => {
    const Cart = make();
    Cart.prototype = { discount: () => 5 };
    await record(() => expect(new Cart(3)).toBeInstanceOf(Cart));
    expect(new Cart(3).discount()).toBe(5);
  });

  it('is the constructor of its instances', async () => {
    const Cart = make();
    await record(() => expect(new Cart(3).constructor).toBe(Cart));
  });
});
