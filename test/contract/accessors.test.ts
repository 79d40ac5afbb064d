import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Accessors = typeof import('./programs/accessors.ts');

// Auto-accessors came with the standard syntax.
for (const implementation of DECORATING.filter(({ syntax }) => syntax === 'standard')) {
  const program = await buildFile<Accessors>(implementation, 'accessors');
  describe(implementation.name, () => {
    it('an accessor that holds a value is a span for each reading and writing', async () => {
      const recording = await contrast(program, ({ Form }) => {
        const form = new Form();
        form.count += 2;
        Form.opened = form.count;
        return [form.count, Form.opened];
      });
      expect(recording).toMatchSpanTree(`
        Form.get count thread
        Form.set count thread
        Form.get count thread
        Form.set opened thread
        Form.get count thread
        Form.get opened thread`);
    });

    it('each instance holds what it holds', async () => {
      const recording = await contrast(program, ({ Slot }) => {
        const withFunction = Slot.holding(() => 'called');
        const withValue = Slot.holding('value');
        return [(withFunction.content as () => string)(), withValue.content];
      });
      expect(recording).toMatchSpanTree(`
        Slot.content thread
        Slot.get content thread`);
    });

    it('any value can be written over any other', async () => {
      const recording = await contrast(program, ({ Button }) => {
        const button = new Button('text');
        const seen = [button.label];
        button.label = () => 'called';
        seen.push((button.label as () => string)());
        button.label = undefined;
        return [...seen, button.label];
      });
      expect(recording).toHaveNoOpenSpans();
      expect(recording).toHaveSpan('Button.set label');
    });
  });
}
