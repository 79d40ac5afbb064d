import { Script } from 'node:vm';
import { transformSync } from '@swc/core';
import { expect, test } from 'vitest';
import { pluginPath } from '../transform/plugin-path.ts';

function instrument(source: string): string {
  return transformSync(source, {
    swcrc: false,
    configFile: false,
    filename: 'input.js',
    isModule: false,
    jsc: { target: 'esnext', experimental: { plugins: [[pluginPath(), { auto: 'all' }]] } },
  }).code;
}

test.each([
  '(function (a) { let a; })',
  '(function ({ x: [a = 1] }) { const a = 1; })',
  '(function (...a) { class a {} })',
  '(([{ a }]) => { const { b, ...a } = {}; })',
  '({ *m(a) { let a; } })',
  '({ set m(a) { let a; } })',
])('a parameter that is declared once more is a syntax error still: %s', (source) => {
  expect(() => new Script(source)).toThrow(/already been declared/);
  expect(() => new Script(instrument(source))).toThrow(/already been declared/);
});

test.each([
  '(function (a, run = (b) => b, { [((b) => b)(1)]: c = (b) => b } = {}) { const b = 1; return b; })',
  '(function (a) { { let a; } var a; for (let a of []); })',
  '(function (a) { const b = (a) => { return a; }; return b; })',
])('a name of an inner function or block is none: %s', (source) => {
  const functions = source.match(/function|=>/g)!.length;
  expect(instrument(source).match(/enter\w*\(/g)).toHaveLength(functions);
});
