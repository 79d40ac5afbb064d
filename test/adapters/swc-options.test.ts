import { version as swcVersion, transformSync } from '@swc/core';
import { expect, test } from 'vitest';
import { type Compilation, swcOptions } from '../../transform/compile/swc-options.ts';

/** What a file becomes with no plugin at all. */
function compile(code: string, file: string, rest: Partial<Compilation> = {}): string {
  const compilation = {
    file,
    compilerOptions: {},
    swcVersion,
    plugins: [],
    keepJsx: false,
    ...rest,
  };
  return transformSync(code, swcOptions(compilation)).code;
}

const ELEMENT = "import React from 'react'; export const a: object = <a />;";

test('JSX stays where the next tool compiles it', () => {
  expect(compile(ELEMENT, 'a.tsx', { keepJsx: true })).toContain('<a/>');
  expect(compile(ELEMENT, 'a.tsx')).toContain('_jsx("a"');
});

test('JSX for React.createElement is compiled with the types, so that its import stays', () => {
  const code = compile(ELEMENT, 'a.tsx', { keepJsx: true, compilerOptions: { jsx: 'react' } });
  expect(code).toContain('React.createElement("a"');
  expect(code).toContain("import React from 'react'");
});

test('JSX is compiled as tsconfig.json says', () => {
  const factory = { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'F' } as const;
  const fragment = compile('export default <><a /></>;', 'a.tsx', { compilerOptions: factory });
  expect(fragment).toContain('h(F, null, ');
  const automatic = { jsx: 'react-jsxdev', jsxImportSource: 'preact' } as const;
  const code = compile(ELEMENT, 'a.tsx', { compilerOptions: automatic });
  expect(code).toContain('preact/jsx-dev-runtime');
});

test('what bundlers read and modern syntax stay', () => {
  const code = `
    import data from './a.json' with { type: 'json' };
    export const load = async () => import(/* webpackChunkName: "b" */ './b.js');
    export class A { static #x = data?.x ?? 1n; static { A.#x; } }`;
  const compiled = compile(code, 'a.ts');
  for (const kept of [
    'with {',
    'webpackChunkName: "b"',
    'async ()=>',
    '#x = data?.x ?? 1n',
    'static {',
  ])
    expect(compiled.replace('static{', 'static {')).toContain(kept);
});

test('class fields are defined or assigned as tsconfig.json says', () => {
  const code = 'export class A { x: number = 1; y?: number; }';
  expect(compile(code, 'a.ts')).toMatch(/x = 1;\s+y;/);
  expect(compile(code, 'a.ts', { compilerOptions: { target: 'es2017' } })).toMatch(/this\.x = 1/);
});

test('imports are kept to the letter where tsconfig.json says so', () => {
  const code = "import { A } from './a'; import { type B } from './b';";
  expect(compile(code, 'a.ts')).not.toContain('./');
  const verbatim = compile(code, 'a.ts', { compilerOptions: { verbatimModuleSyntax: true } });
  expect(verbatim).toContain("'./a'");
  expect(verbatim).toContain("'./b'");
});

test('TypeScript for CommonJS requires, and keeps import() for modules', () => {
  const code = "import { a } from './a'; export const b = () => [a, import('./c.mjs')];";
  const compiled = compile(code, 'a.ts', { format: 'commonjs' });
  expect(compiled).toContain('require("./a")');
  expect(compiled).toContain("import('./c.mjs')");
  expect(compile(code, 'a.ts', { format: 'module' })).toContain("from './a'");
});

test('plugins of the user run after ours', () => {
  const swc = { jsc: { experimental: { plugins: [['theirs', {}]] } } } as Compilation['swc'];
  const options = swcOptions({
    file: 'a.ts',
    compilerOptions: {},
    swcVersion,
    plugins: [['ours', { auto: 'all' }]],
    keepJsx: false,
    swc,
  });
  expect(options.jsc?.experimental?.plugins).toEqual([
    ['ours', { auto: 'all' }],
    ['theirs', {}],
  ]);
  expect(options.jsc?.experimental?.runPluginFirst).toBe(true);
});

test.each([
  ['1.15.0', '2022-03'],
  ['1.15.18', '2022-03'],
  ['1.15.21', '2023-11'],
  ['1.16.0', '2023-11'],
  ['2.0.0', '2023-11'],
])('standard decorators are lowered by what @swc/core %s can: %s', (version, dialect) => {
  const compilation = { file: 'a.ts', compilerOptions: {}, plugins: [], keepJsx: false };
  const { jsc } = swcOptions({ ...compilation, swcVersion: version });
  expect(jsc?.transform).toHaveProperty('decoratorVersion', dialect);
});
