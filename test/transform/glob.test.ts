import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../transform/glob.ts';
import { compile } from './compile.ts';
import type { Fixture, Variant } from './fixture.ts';

const VARIANT: Variant = { decorators: '2022-03', order: 'first', target: 'esnext', times: 1 };
const SOURCE = 'export function work() {}';

/** Whether the plugin instruments the one function of a file. */
function fits(file: string, pattern: string): boolean {
  const plugin = { auto: { include: [pattern] } };
  const fixture: Pick<Fixture, 'plugin' | 'isModule'> = { plugin, isModule: true };
  return compile(fixture, SOURCE, VARIANT, 'esm', { path: file }).includes('spanfn/abi');
}

const PATTERNS = [
  'src/cart.ts',
  'src/*.ts',
  'src/*',
  'src/**',
  'src/**/*',
  'src/**/*.ts',
  'src/**/**/*.ts',
  'src/**/cart.ts',
  '**',
  '**/*',
  '**/cart.ts',
  '**/src/**',
  '**.ts',
  'src**',
  'src/***',
  'src/c**t.ts',
  '*.ts',
  '*',
  '?rc/cart.ts',
  'src/c?rt.ts',
  'src?cart.ts',
  'src/{cart,order}.ts',
  'src/{cart,deep/**}',
  'src/{cart,}.ts',
  '{src,lib}/**/{cart,order}.{ts,js}',
  'src/cart.t',
  'src/cart.ts?',
  'src/+.ts',
  'src/a+b.ts',
  'src/a.b.ts',
  'src/$x^y|z.ts',
  'src/a,b.ts',
  'SRC/cart.ts',
];

const FILES = [
  'src/cart.ts',
  'src/order.ts',
  'src/.ts',
  'src/deep/cart.ts',
  'src/deep/er/cart.ts',
  'lib/src/cart.ts',
  'lib/order.js',
  'cart.ts',
  'source.ts',
  'src/ct.ts',
  'src/a+b.ts',
  'src/aab.ts',
  'src/a.b.ts',
  'src/axb.ts',
  'src/$x^y|z.ts',
  'src/a,b.ts',
];

describe.each(PATTERNS)('pattern %s', (pattern) => {
  test('means the same to adapters and to the plugin', () => {
    const byAdapters = FILES.filter((file) => matchesGlob(file, pattern));
    expect(FILES.filter((file) => fits(file, pattern))).toEqual(byAdapters);
  });
});

test('the table has patterns that tell files apart', () => {
  const telling = PATTERNS.filter((pattern) => {
    const fitting = FILES.filter((file) => matchesGlob(file, pattern)).length;
    return fitting > 0 && fitting < FILES.length;
  });
  expect(telling.length).toBeGreaterThan(20);
});
