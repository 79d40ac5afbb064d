import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayConcern } from '../../transform/concern.ts';
import { matchesGlob } from '../../transform/glob.ts';
import { checkedPluginOptions } from '../../transform/plugin-options.ts';
import { ROOT } from '../package/project.ts';

const here = (path: string): string => join(process.cwd(), path);

describe('a file may concern us', () => {
  test.each([
    ['it imports us', "import { spanFn } from 'spanfn'"],
    ['it imports us by way of another', "import { spanFn as traced } from './tracing'"],
    ['it has the directive', "function f() { 'use span' }"],
  ])('if %s', (_, code) => {
    expect(mayConcern(code, here('src/a.ts'), {})).toBe(true);
    expect(mayConcern('let a = 1;', here('src/a.ts'), {})).toBe(false);
  });

  test('if all do, or a glob covers it and none excludes it', () => {
    const covered = (path: string, auto: 'all' | object): boolean =>
      mayConcern('let a = 1;', here(path), { auto });
    expect(covered('src/a.ts', 'all')).toBe(true);
    expect(covered('src/a.ts', {})).toBe(true);
    const auto = { include: ['src/**', 'lib/*.ts'], exclude: ['**/*.test.ts'] };
    expect(covered('src/deep/a.ts', auto)).toBe(true);
    expect(covered('lib/a.ts', auto)).toBe(true);
    expect(covered('lib/deep/a.ts', auto)).toBe(false);
    expect(covered('src/deep/a.test.ts', auto)).toBe(false);
  });

  test('if a pattern of functions may find some in it', () => {
    const covered = (path: string, auto: object): boolean =>
      mayConcern('let a = 1;', here(path), { auto });
    expect(covered('src/a.ts', { include: ['#Cart.*'] })).toBe(true);
    expect(covered('src/a.ts', { include: ['src/**#Cart.*'] })).toBe(true);
    expect(covered('lib/a.ts', { include: ['src/**#Cart.*'] })).toBe(false);
    expect(covered('src/a.ts', { exclude: ['src/**#Cart.*'] })).toBe(true);
  });

  test('unless it is the runtime, which would call itself', () => {
    expect(mayConcern('spanFn', join(ROOT, 'dist/esm/src/index.js'), { auto: 'all' })).toBe(false);
    expect(mayConcern('spanFn', join(ROOT, 'distance/a.js'), { auto: 'all' })).toBe(true);
  });
});

test.each([
  ['src/**', 'src/a/b.ts', true],
  ['./src/**', 'src/a/b.ts', true],
  ['src/**/b.ts', 'src/b.ts', true],
  ['src/**/b.ts', 'src/a/a/b.ts', true],
  ['**/**/**/b.ts', 'b.ts', true],
  ['src/*', 'src/a/b.ts', false],
  ['src/?.ts', 'src/a.ts', true],
  ['src/?.ts', 'src/ab.ts', false],
  ['*.{ts,tsx}', 'a.tsx', true],
  ['*.{ts,tsx}', 'a.js', false],
  ['a,b(1)+.ts', 'a,b(1)+.ts', true],
  ['a.ts', 'axts', false],
  ['}a', 'a', false],
])('%s and %s fit: %s', (glob, path, fits) => {
  expect(matchesGlob(path, glob)).toBe(fits);
});

describe("the plugin's options", () => {
  test('pass where they are right', () => {
    const options = {
      auto: { include: ['src/**'], exclude: [], minStatements: 2 },
      maxLevel: 'warn',
      runtime: { global: '__spanfn' },
    };
    expect(checkedPluginOptions(options, 'here')).toBe(options);
    expect(checkedPluginOptions({ auto: 'all' }, 'here')).toEqual({ auto: 'all' });
  });

  test.each([
    [null, 'here: null is no option. Give an object.'],
    [{ Auto: 1 }, 'here: "Auto" is no option. The options are auto, maxLevel, runtime.'],
    [{ auto: true }, "here, auto: true is no option. Give 'all' or an object."],
    [{ auto: { includes: [] } }, 'here, auto: "includes" is no option.'],
    [{ auto: { include: 'src' } }, 'here, auto.include: "src" is no option.'],
    [{ auto: { exclude: [1] } }, 'here, auto.exclude: [1] is no option.'],
    [{ auto: { minStatements: -1 } }, 'here, auto.minStatements: -1 is no option.'],
    [{ maxLevel: 'loud' }, 'here, maxLevel: "loud" is no option. Give one of trace,'],
    [{ runtime: { global: 'a.b' } }, 'here, runtime.global: "a.b" is no option.'],
  ])('%j is refused', (options, message) => {
    expect(() => checkedPluginOptions(options, 'here')).toThrow(message);
  });
});
