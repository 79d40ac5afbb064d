import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { definesClassFields } from '../../transform/tsconfig/compiler-options.ts';
import { Tsconfigs } from '../../transform/tsconfig/tsconfig.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with the given files, each by its path. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanfn-tsconfig-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const withOptions = (options: object, rest: object = {}): string =>
  JSON.stringify({ compilerOptions: options, ...rest });

test('the nearest configuration holds, and none is none', () => {
  const folder = folderWith({
    'tsconfig.json': withOptions({ jsx: 'react' }),
    'near/tsconfig.json': withOptions({ experimentalDecorators: true }),
  });
  const configs = new Tsconfigs();
  expect(configs.optionsFor(join(folder, 'src/deep/a.ts'))).toEqual({ jsx: 'react' });
  expect(configs.optionsFor(join(folder, 'near/a.ts'))).toEqual({ experimentalDecorators: true });
  expect(new Tsconfigs().optionsFor('/nowhere/a.ts')).toEqual({});
});

test('a named configuration holds for all', () => {
  const folder = folderWith({
    'tsconfig.json': withOptions({ jsx: 'react' }),
    'tsconfig.build.json': withOptions({ jsx: 'preserve' }),
  });
  const configs = new Tsconfigs(join(folder, 'tsconfig.build.json'));
  expect(configs.optionsFor(join(folder, 'a.ts'))).toEqual({ jsx: 'preserve' });
});

test('comments, a byte order mark and last commas are no trouble, nor what looks like them', () => {
  const folder = folderWith({
    'tsconfig.json': `\uFEFF// here
      { /* and "here", */ "compilerOptions": { "jsxFactory": "//,}\\"/**/", "target": "es2022", /* , */ }, }`,
  });
  expect(new Tsconfigs().optionsFor(join(folder, 'a.ts'))).toEqual({
    jsxFactory: '//,}"/**/',
    target: 'es2022',
  });
});

test('what is extended is overridden, the last base first', () => {
  const folder = folderWith({
    'tsconfig.json': withOptions({ jsx: 'react' }, { extends: ['./one', 'shared', 'other/base'] }),
    'one.json': withOptions({ jsx: 'preserve', target: 'es5', jsxFactory: 'one' }),
    'node_modules/shared/tsconfig.json': withOptions({ target: 'es2017', jsxFactory: 'shared' }),
    'node_modules/other/base.json': withOptions({ target: 'es2022' }, { extends: './deep.json' }),
    'node_modules/other/deep.json': withOptions({ target: 'es3', emitDecoratorMetadata: true }),
  });
  expect(new Tsconfigs().optionsFor(join(folder, 'a.ts'))).toEqual({
    jsx: 'react',
    target: 'es2022',
    jsxFactory: 'shared',
    emitDecoratorMetadata: true,
  });
});

test('a configuration without files refers to the one that has the file', () => {
  const folder = folderWith({
    'tsconfig.json': JSON.stringify({
      files: [],
      references: [{ path: './tsconfig.node.json' }, { path: './app' }],
    }),
    'tsconfig.node.json': withOptions({ target: 'es2023' }, { include: ['vite.config.ts'] }),
    'app/tsconfig.json': withOptions({ experimentalDecorators: true }),
  });
  const configs = new Tsconfigs(join(folder, 'tsconfig.json'));
  const of = (file: string): object => configs.optionsFor(join(folder, file));
  expect(of('vite.config.ts')).toEqual({ target: 'es2023' });
  expect(of('app/src/a.ts')).toEqual({ experimentalDecorators: true });
  expect(of('elsewhere/a.ts')).toEqual({});
});

test('what is read is remembered until it is cleared', () => {
  const folder = folderWith({ 'tsconfig.json': withOptions({ jsx: 'react' }) });
  const configs = new Tsconfigs();
  const jsx = (): unknown => configs.optionsFor(join(folder, 'a.ts')).jsx;
  expect(jsx()).toBe('react');
  writeFileSync(join(folder, 'tsconfig.json'), withOptions({ jsx: 'preserve' }));
  expect(jsx()).toBe('react');
  configs.clear();
  expect(jsx()).toBe('preserve');
});

test('what cannot be read is named', () => {
  const folder = folderWith({
    'tsconfig.json': '{ "extends": "absent" }',
    'broken/tsconfig.json': '{ "compilerOptions": ',
  });
  const configs = new Tsconfigs();
  expect(() => configs.optionsFor(join(folder, 'a.ts'))).toThrow('extends "absent", which is not');
  expect(() => configs.optionsFor(join(folder, 'broken/a.ts'))).toThrow(
    /broken.tsconfig\.json cannot be read: .*SPANFN_BAD_TSCONFIG/,
  );
});

test.each([
  [{}, true],
  [{ target: 'ES2022' }, true],
  [{ target: 'esnext' }, true],
  [{ target: 'es2021' }, false],
  [{ target: 'es6' }, false],
  [{ target: 'es2022', useDefineForClassFields: false }, false],
  [{ target: 'es5', useDefineForClassFields: true }, true],
])('class fields under %j are defined: %j', (options, defined) => {
  expect(definesClassFields(options)).toBe(defined);
});
