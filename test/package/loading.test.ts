import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProject, type Outcome, type Project, ROOT, SETUP_MS } from './project.ts';

const SUCCESS: Outcome = { code: 0, stdout: '', stderr: '' };

let project: Project;

beforeAll(async () => {
  project = await createProject('copies', 'expect');
  copyInstall('other');
}, SETUP_MS);
afterAll(() => project.remove());

/** Installs spanfn a second time, as the private copy of another dependency. */
function copyInstall(dependency: string): string {
  const copy = join(project.path, 'node_modules', dependency, 'node_modules/spanfn');
  cpSync(join(project.path, 'node_modules/spanfn'), copy, { recursive: true });
  return copy;
}

const esm = (code: string): Promise<Outcome> => project.node('--input-type=module', '-e', code);
const cjs = (code: string): Promise<Outcome> => project.node('--input-type=commonjs', '-e', code);

describe('every entry', () => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const entries = Object.keys(exports)
    // Vitest loads its own; the others are read by Node and by SWC.
    .filter((path) => !['./vitest', './register', './swc', './package.json'].includes(path))
    .map((path) => path.replace(/^\./, 'spanfn'));

  test.each(entries)('%s gives the same names to import and to require', async (entry) => {
    const frame = 'globalThis.expect ??= { extend() {} };'; // As Jest has one.
    const print = "console.log(Object.keys(all).filter((key) => key !== '__esModule').sort())";
    const imported = await esm(`${frame} const all = await import('${entry}'); ${print}`);
    const required = await cjs(`${frame} const all = require('${entry}'); ${print}`);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(required).toEqual(imported);
  });

  test('can be imported by name from both formats', async () => {
    const names = '{ spanFn, field, span, start, SpanFnError }';
    expect(await esm(`import ${names} from 'spanfn'; SpanFnError.name;`)).toEqual(SUCCESS);
    expect(await cjs(`const ${names} = require('spanfn'); new SpanFnError('', {});`)).toEqual(
      SUCCESS,
    );
  });

  test('spanfn/jest adds its matchers to the global expect, as import and as require', async () => {
    const frame = "globalThis.expect = require('expect').expect;";
    const use = `
      Promise.resolve(require('spanfn/testing').record(() => {}))
        .then((recording) => { expect(recording).toHaveNoOpenSpans(); });`;
    expect(await cjs(`${frame} require('spanfn/jest'); ${use}`)).toEqual(SUCCESS);
    const require = "import { createRequire } from 'node:module';";
    const here = "const require = createRequire(process.cwd() + '/here.js');";
    const imported = `${require} ${here} ${frame} await import('spanfn/jest'); ${use}`;
    expect(await esm(imported)).toEqual(SUCCESS);
  });

  test('files that are no entry cannot be reached', async () => {
    const { code, stderr } = await esm("await import('spanfn/dist/esm/src/base/shared.js')");
    expect(code).toBe(1);
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

describe.each([
  ['esm', 'cjs'],
  ['esm', 'esm2'],
  ['cjs', 'cjs2'],
  ['cjs', 'esm2'],
])('%s and %s in one process', (one, two) => {
  let outcomes: Record<string, string>;

  beforeAll(async () => {
    const { stdout, stderr } = await project.node('run.mjs', one, two);
    expect(stderr).toBe('');
    outcomes = JSON.parse(stdout);
  }, SETUP_MS);

  const holds = (scenario: string): void => expect(outcomes[scenario]).toBe('holds');

  test('are two copies', () => holds('loaded'));
  test('nest their spans below each other, for a recorder of either', () => holds('nesting'));
  test('share context fields', () => holds('context'));
  test('make one span of a function that both instrument', () => holds('wrappedTwice'));
  test('know the annotated fields of each other', () => holds('annotations'));
  test('take each other as parent and link', () => holds('parentsAndLinks'));
  test('share fixed clocks and ids', () => holds('fixedClocks'));
  test('are started and stopped together', () => holds('start'));
  test('tell the same time', () => holds('wallClock'));
});

describe('a copy of another layout', () => {
  beforeAll(() => {
    patchLayout(copyInstall('newer'));
  });

  /** Makes an install hold its shared state in another form. */
  function patchLayout(install: string): void {
    for (const format of ['esm', 'cjs']) {
      const path = join(install, 'dist', format, 'src/base/shared.js');
      const source = readFileSync(path, 'utf8');
      const patched = source.replace(/const LAYOUT = \d+;/, 'const LAYOUT = 999;');
      expect(patched).not.toBe(source);
      writeFileSync(path, patched);
    }
  }

  const OURS = './node_modules/spanfn';
  const NEWER = './node_modules/newer/node_modules/spanfn';
  const load = (install: string, format: string): string =>
    `await import('${install}/dist/${format}/src/index.js')`;

  test.each([
    ['esm', 'esm'],
    ['esm', 'cjs'],
    ['cjs', 'esm'],
    ['cjs', 'cjs'],
  ])('refuses to load: %s beside %s', async (first, second) => {
    for (const [a, b] of [
      [OURS, NEWER],
      [NEWER, OURS],
    ] as const) {
      const { code, stdout } = await esm(`
        const first = ${load(a, first)};
        try { ${load(b, second)} } catch (error) { console.log(error.name, error.code); }
        first.span('still works', () => console.log('still works'));
      `);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: 'SpanFnError SPANFN_TWO_COPIES\nstill works\n',
      });
    }
  });

  test('says what to do', async () => {
    const { stderr } = await esm(`${load(OURS, 'esm')}; ${load(NEWER, 'esm')}`);
    expect(stderr).toMatch(/layout 1 beside layout 999/);
    expect(stderr).toContain('npm ls spanfn');
  });
});
