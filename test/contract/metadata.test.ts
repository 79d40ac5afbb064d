import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Metadata = typeof import('./programs/metadata.ts');

for (const implementation of DECORATING) {
  const program = await buildFile<Metadata>(implementation, 'metadata');
  describe(implementation.name, () => {
    it('metadata of decorators above and below stay with the function', async () => {
      await contrast(program, ({ Controller: { prototype } }) =>
        [prototype.above, prototype.below, prototype.both].map((fn) =>
          Reflect.getMetadataKeys(fn).map((key) => [key, Reflect.getMetadata(key, fn)]),
        ),
      );
    });

    it('metadata that the compiler writes stay with the member', async () => {
      await contrast(program, ({ Controller: { prototype } }) =>
        Reflect.getMetadataKeys(prototype, 'both').map((key) => [
          key,
          Reflect.getMetadata(key, prototype, 'both'),
        ]),
      );
    });

    it('decorators that replace the function work above and below', async () => {
      const recording = await contrast(program, ({ Controller }) => new Controller().between());
      expect(recording).toMatchSpanTree('Controller.between thread');
    });
  });
}
