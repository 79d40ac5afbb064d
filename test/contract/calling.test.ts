import { describe, expect, it } from 'vitest';
import { contrast, outcomeOf, settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Calling = typeof import('./programs/calling.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Calling>(implementation, 'calling');
  describe(implementation.name, () => {
    it('super reaches the method of the base class', async () => {
      const recording = await contrast(program, ({ Gift }) => new Gift().greet('Ada'));
      expect(recording).toMatchSpanTree('Gift.greet thread');
    });

    it('an overriding method and the one that it overrides are two spans', async () => {
      const recording = await contrast(program, ({ Gift }) => new Gift().describe());
      expect(recording).toMatchSpanTree(`
        Gift.describe thread
          Order.describe thread`);
    });

    it('a static method has super and this', async () => {
      const recording = await contrast(program, ({ Gift }) => Gift.create().tag);
      expect(recording).toMatchSpanTree('Gift.create thread');
    });

    it('defaults, rest and the number of arguments are those of the call', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const gift = new Gift();
        return [gift.defaults(1), gift.defaults(1, undefined), gift.defaults(1, 2, 3, 4)];
      });
      expect(recording.spans).toHaveLength(3);
    });

    it('a default that throws rejects where the function is async', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const result = new Gift().lateDefault();
        return settledOutcomeOf(() => result);
      });
      // In place, the span begins with the body, which is never reached.
      const tree = implementation.inPlace ? '' : 'Gift.lateDefault async error: "no default"';
      expect(recording).toMatchSpanTree(tree);
    });

    it('a method named by a symbol stays iterable', async () => {
      const recording = await contrast(program, ({ Gift }) => [...new Gift()]);
      expect(recording).toMatchSpanTree('Gift.[Symbol.iterator] async');
    });

    it('a method decorated twice makes one span', async () => {
      const recording = await contrast(program, ({ Gift }) => new Gift().twice());
      expect(recording).toMatchSpanTree('Gift.twice thread');
    });

    it('a setter sets, and is a span', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const gift = new Gift();
        gift.wrapping = 'paper';
        return gift.wrapped;
      });
      expect(recording).toMatchSpanTree('Gift.set wrapping thread');
    });

    it('methods are no constructors, and new.target is undefined in them', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const gift = new Gift();
        const construct = (fn: unknown) =>
          outcomeOf(() => Reflect.construct(fn as typeof Gift, []));
        const thrown = [gift.target, gift.lateDefault, gift.fieldThis].map(construct);
        return [gift.target(), thrown.map(String)];
      });
      expect(recording).toMatchSpanTree('Gift.target thread');
    });

    it('a method called on another object has that as this', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const { describe } = new Gift();
        const { greet } = new Gift();
        return [describe.call({} as never), greet.call({ tag: 'other' } as never, 'Ada')];
      });
      expect(recording.spans).toHaveLength(3);
    });

    it('an arrow field keeps the this of its instance', async () => {
      const recording = await contrast(program, ({ Gift }) => {
        const { fieldThis } = new Gift();
        return fieldThis.call('other');
      });
      expect(recording).toMatchSpanTree('Gift.fieldThis thread');
    });

    it('an arrow field leaves nothing enumerable on the prototype', async () => {
      await contrast(program, ({ Gift }) => {
        const seen: string[] = [];
        for (const key in Gift.prototype) seen.push(key);
        return [seen, Object.keys(new Gift()).sort()];
      });
    });
  });
}
