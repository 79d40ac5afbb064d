import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import {
  asyncHooksOutsideFrame,
  danglingImports,
  importCycles,
  longFiles,
  packageImports,
  type Sources,
  thenables,
  upwardImports,
  vagueNames,
} from './rules.ts';

const ROOT = join(import.meta.dirname, '../..');

function sourcesIn(...folders: string[]): Sources {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && !/^transform\/(plugin|build)\//.test(path)),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

describe('the code as it is', () => {
  const sources = sourcesIn('src', 'decorators', 'transform');

  test('is all there to be checked', () => {
    expect(Object.keys(sources)).toEqual(
      expect.arrayContaining(['src/index.ts', 'src/run/sync.ts']),
    );
    expect(Object.keys(sources).length).toBeGreaterThan(50);
  });

  test('imports nothing from a floor above', () => {
    expect(upwardImports(sources)).toEqual([]);
  });

  test('imports files that exist', () => {
    expect(danglingImports(sources)).toEqual([]);
  });

  test('has no import cycle', () => {
    expect(importCycles(sources)).toEqual([]);
  });

  test('names node:async_hooks in frame/ alone', () => {
    expect(asyncHooksOutsideFrame(sources)).toEqual([]);
  });

  test('imports no packages', () => {
    expect(packageImports(sources)).toEqual([]);
  });

  test('exports no then', () => {
    expect(thenables(sources)).toEqual([]);
  });

  test('has no file that is named after nothing', () => {
    expect(vagueNames(sources)).toEqual([]);
  });

  test('has short files', () => {
    expect(longFiles(sources)).toEqual([]);
  });
});

describe('a breach is found', () => {
  test('when a floor imports from the next one, or from the roof', () => {
    const sources = {
      'src/index.ts': "export * from './base/a.ts';",
      'src/base/a.ts': "import { site } from '../site/site.ts';",
      'src/site/site.ts': "export { all } from '../index.ts';",
    };
    expect(upwardImports(sources)).toEqual([
      'src/base/a.ts (base) imports src/site/site.ts (site)',
      'src/site/site.ts (site) imports src/index.ts (roof)',
    ]);
  });

  test('when a type comes from above', () => {
    expect(
      upwardImports({ 'src/base/a.ts': "import type { Span } from '../span/span.ts';" }),
    ).toEqual(['src/base/a.ts (base) imports src/span/span.ts (span)']);
    expect(
      upwardImports({ 'src/base/a.ts': "let s: import('../span/span.ts').Span;" }),
    ).toHaveLength(1);
  });

  test('when decorators import what is not below them, or are imported from below', () => {
    const sources = {
      'decorators/wrap.ts': "import '../src/abi/index.ts'; \nimport '../src/pipeline/start.ts';",
      'src/abi/index.ts': "import '../../decorators/wrap.ts';",
      'src/testing/a.ts': "import '../../decorators/wrap.ts';",
    };
    expect(upwardImports(sources)).toEqual([
      'decorators/wrap.ts (decorators) imports src/pipeline/start.ts (pipeline)',
      'src/abi/index.ts (abi) imports decorators/wrap.ts (decorators)',
      'src/testing/a.ts (testing) imports decorators/wrap.ts (decorators)',
    ]);
  });

  test('when what is on the side imports each other, or the roof gathers it', () => {
    const sources = {
      'src/index.ts': "export * from './bridges/pino/index.ts';",
      'src/bridges/a.ts': "import '../testing/a.ts';\nimport '../pipeline/tree.ts';",
      'src/testing/a.ts': "import '../bridges/a.ts';",
    };
    expect(upwardImports(sources)).toEqual([
      'src/index.ts (roof) imports src/bridges/pino/index.ts (bridges)',
      'src/bridges/a.ts (bridges) imports src/testing/a.ts (testing)',
      'src/testing/a.ts (testing) imports src/bridges/a.ts (bridges)',
    ]);
  });

  test('when the runtime and the build tools share code', () => {
    const sources = {
      'transform/a.ts':
        "import '../src/base/a.ts';\nimport '../decorators/a.ts';\nimport './b.ts';",
      'src/base/a.ts': "import '../../transform/a.ts';",
      'decorators/a.ts': "import '../transform/a.ts';",
    };
    expect(upwardImports(sources)).toEqual([
      'transform/a.ts (transform) imports src/base/a.ts (base)',
      'transform/a.ts (transform) imports decorators/a.ts (decorators)',
      'src/base/a.ts (base) imports transform/a.ts (transform)',
      'decorators/a.ts (decorators) imports transform/a.ts (transform)',
    ]);
  });

  test('when a folder is no floor of the list', () => {
    const sources = { 'src/cellar/a.ts': "import './b.ts';", 'src/run/a.ts': "import '../b.ts';" };
    expect(upwardImports(sources)).toHaveLength(2);
  });

  test('when an import leaves src/, or names no file', () => {
    const sources = { 'src/base/a.ts': "import '../../test/b.ts';\nimport './c';" };
    expect(upwardImports(sources)).toEqual(['src/base/a.ts (base) imports test/b.ts (outside)']);
    expect(danglingImports(sources)).toHaveLength(2);
  });

  test('when two files wait for each other, and not when one needs types alone', () => {
    const cycle = {
      'src/run/a.ts': "import { b } from './b.ts';",
      'src/run/b.ts': "import { type C, c } from './c.ts';",
      'src/run/c.ts': "export { a } from './a.ts';",
    };
    expect(importCycles(cycle)).toEqual([
      'src/run/a.ts -> src/run/b.ts -> src/run/c.ts -> src/run/a.ts',
    ]);
    const types = { ...cycle, 'src/run/c.ts': "export type { a } from './a.ts';" };
    expect(importCycles(types)).toEqual([]);
  });

  test('when a file imports itself', () => {
    expect(importCycles({ 'src/run/a.ts': "import './a.ts';" })).toHaveLength(1);
  });

  test('when another floor uses node:async_hooks', () => {
    const source = "import { AsyncLocalStorage } from 'node:async_hooks';";
    const old = "const hooks = require('async_hooks');";
    expect(asyncHooksOutsideFrame({ 'src/frame/a.ts': source })).toEqual([]);
    expect(asyncHooksOutsideFrame({ 'src/run/a.ts': source })).toHaveLength(1);
    expect(asyncHooksOutsideFrame({ 'decorators/a.ts': old })).toHaveLength(1);
  });

  test('when a package is imported, but for the test framework where it belongs', () => {
    const source = "import { expect } from 'vitest';";
    expect(packageImports({ 'src/testing/vitest.ts': source })).toEqual([]);
    expect(packageImports({ 'src/testing/matchers.ts': source })).toHaveLength(1);
    expect(packageImports({ 'src/run/a.ts': "await import('lodash');" })).toHaveLength(1);
    expect(packageImports({ 'src/run/a.ts': "import fs from 'fs';" })).toHaveLength(1);
  });

  test('when a module would be taken for a promise', () => {
    const sources = {
      'src/base/a.ts': 'export const then = 1;',
      'src/base/b.ts': 'export function then() {}',
      'src/base/c.ts': "export { a as then } from './a.ts';",
      'src/base/d.ts': 'export const thenable = 1;\nfunction then() {}',
    };
    expect(thenables(sources)).toHaveLength(3);
  });

  test('when a name says nothing', () => {
    const names = ['src/base/utils.ts', 'src/util/a.ts', 'src/run/test-helper.ts', 'src/a.ts'];
    expect(vagueNames(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(
      names.slice(0, 3),
    );
  });

  test('when a file is too long', () => {
    const lines = (count: number): string => 'x;\n'.repeat(count);
    expect(longFiles({ 'src/a.ts': lines(290), 'src/b.ts': lines(291) })).toEqual([
      'src/b.ts has 291 lines',
    ]);
  });
});

describe('imports are read', () => {
  test('over several lines, and not from comments', () => {
    const source = `
      /** Usage: import { a } from 'commented'; */
      // import 'commented';
      import {
        type A,
        a,
      } from './a.ts';
      import type B from './b.ts';
      import './c.ts';
      export * from './d.ts';
      const text = 'https://example.org';
    `;
    expect(importsOf(source)).toEqual([
      { specifier: './a.ts', typeOnly: false },
      { specifier: './b.ts', typeOnly: true },
      { specifier: './c.ts', typeOnly: false },
      { specifier: './d.ts', typeOnly: false },
    ]);
  });
});
