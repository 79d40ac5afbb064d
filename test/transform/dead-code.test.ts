import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../transform/plugin');
/** What SWC calls. */
const ENTRY = 'index.ts';
/** What the compiler of the plugin is told to call. */
const CALLED_FROM_OUTSIDE = ['onAbort'];

/** The compiler drops what is never called, and says nothing. */
test('all that a file of the plugin exports is used by another', () => {
  const files = (readdirSync(FOLDER, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
  expect(files.length).toBeGreaterThan(30);
  const unused = files.flatMap(({ name, text }) =>
    [...text.matchAll(/^export (?:function|const|let|class|enum) (\w+)/gm)]
      .map(([, exported]) => exported as string)
      .filter((exported) => name !== ENTRY && !CALLED_FROM_OUTSIDE.includes(exported))
      .filter((exported) => {
        const mention = new RegExp(`\\b${exported}\\b`);
        return !files.some((other) => other.name !== name && mention.test(other.text));
      })
      .map((exported) => `${name} exports ${exported}`),
  );
  expect(unused).toEqual([]);
});
