import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import * as spanfn from 'spanfn';
import { expect, test } from 'vitest';
import { OPTION_NAMES } from '../decorators/check-options.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code]) => code as string,
  );

const [quickstart, assertions] = blocks('ts') as [string, string];

test('the first block stands in the first screen and is the quickstart', () => {
  expect(readme.split('\n').indexOf('```ts')).toBeLessThan(20);
  expect(read('examples/quickstart.ts').startsWith(`${quickstart}\n// Prints:`)).toBe(true);
});

test('what the quickstart is said to print is what it prints, which its own test compares', () => {
  const printed = blocks('')[0]?.trimEnd().replaceAll(/^/gm, '// ');
  expect(read('examples/quickstart.ts')).toContain(printed);
});

test('the assertions shown are asserted', () => {
  const [imports, body] = assertions.split('\n\ntest(') as [string, string];
  const source = read('test/readme-example.test.ts');
  expect(source).toContain(body);
  for (const line of imports.split('\n')) expect(source).toContain(line);
});

test('every option of spanFn() is explained, and no other', () => {
  const table = readme.slice(readme.search(/\| option +\|/), readme.indexOf('Values are copied'));
  const rows = table.split('\n').map((row) => row.split('|')[1] ?? '');
  const explained = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect([...explained, 'exclude'].sort()).toEqual([...OPTION_NAMES].sort());
  expect(readme).toContain('`exclude: [');
});

test('every block parses, and imports only what there is', () => {
  for (const block of blocks('ts')) {
    transformSync(block, { loader: 'ts', format: 'esm' });
    const [, names] = /import \{([^}]*)\} from 'spanfn'/.exec(block) ?? [];
    for (const name of names?.split(',') ?? []) expect(spanfn).toHaveProperty(name.trim());
  }
});
