import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importsOf } from '../architecture/imports.ts';
import { createProject, type Project, run, SETUP_MS, tarball } from './project.ts';

const TOP = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'swc'];

let project: Project;
let home: string;

beforeAll(async () => {
  project = await createProject();
  home = join(project.path, 'node_modules/spanfn');
}, SETUP_MS);
afterAll(() => project.remove());

const read = (path: string): string => readFileSync(join(home, path), 'utf8');

function filesIn(folder: string): string[] {
  return readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1));
}

/** All paths that a map of `exports` names, under whatever conditions. */
function targetsOf(exports: unknown): string[] {
  return typeof exports === 'string'
    ? [exports]
    : Object.values(exports as object).flatMap((value) => targetsOf(value));
}

describe('the published package', () => {
  test('holds what is built, what there is to read, and nothing else', () => {
    expect(readdirSync(home).sort()).toEqual(TOP);
    const strange = filesIn('dist').filter(
      (path) => !/\.(js|d\.ts)$|^dist\/swc\/spanfn-[\d.]+\.wasm$/.test(path),
    );
    expect(strange).toEqual(['dist/cjs/package.json']);
  });

  test('has no traces of tests, examples or measurements', () => {
    // Build tools import what is in transform/, or require it as the ES module that it is.
    expect(readdirSync(join(home, 'dist/esm')).sort()).toEqual(['decorators', 'src', 'transform']);
    expect(readdirSync(join(home, 'dist/cjs')).sort()).toEqual([
      'decorators',
      'package.json',
      'src',
    ]);
  });

  test('has every file that its exports name', () => {
    const { exports, main, types } = JSON.parse(read('package.json'));
    const missing = [...targetsOf(exports), main, types].filter(
      (path) => !existsSync(join(home, path)),
    );
    expect(missing).toEqual([]);
  });

  test('leads to the plugin of its version, for resolvers that know exports and for others', () => {
    const { exports, version } = JSON.parse(read('package.json'));
    const { main } = JSON.parse(read('swc/package.json'));
    expect(exports['./swc']).toBe(`./dist/swc/spanfn-${version}.wasm`);
    expect(join('swc', main)).toBe(join(exports['./swc']));
  });

  test('has no dependencies, and runs nothing when it is installed', () => {
    const { dependencies, optionalDependencies, scripts } = JSON.parse(read('package.json'));
    expect({ dependencies, optionalDependencies }).toEqual({});
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });

  test(
    'is installed by npm without any network',
    async () => {
      writeFileSync(join(project.path, 'spanfn.tgz'), await tarball());
      const flags = ['--offline', '--no-audit', '--no-fund', '--prefix', 'elsewhere'];
      const args = ['install', ...flags, './spanfn.tgz'];
      const { code, stdout } = await run('npm', args, project.path);
      expect(stdout).toContain('added 1 package');
      expect(code).toBe(0);
      expect(readdirSync(join(project.path, 'elsewhere/node_modules/spanfn')).sort()).toEqual(TOP);
    },
    SETUP_MS,
  );

  test('has a declaration beside every module', () => {
    const modules = filesIn('dist').filter((path) => path.endsWith('.js'));
    const bare = modules.filter((path) => !existsSync(join(home, path.replace(/js$/, 'd.ts'))));
    expect(bare).toEqual([]);
  });

  test('imports built-in modules and its own files alone, but for optional peers', () => {
    const foreign = filesIn('dist')
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => importsOf(read(path)).map(({ specifier }) => `${path} ${specifier}`))
      .filter((line) => !/ (node:|\.\.?\/)/.test(line));
    expect(foreign.sort()).toEqual([
      'dist/cjs/src/pipeline/exporters/parquet.js hyparquet-writer',
      'dist/esm/src/pipeline/exporters/parquet.js hyparquet-writer',
      'dist/esm/src/testing/vitest.js vitest',
    ]);
  });
});
