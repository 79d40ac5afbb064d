import { type Options, transformSync } from '@swc/core';
import { expect, test } from 'vitest';
import type { PluginOptions } from '../transform/plugin-options.ts';
import { pluginPath } from '../transform/plugin-path.ts';

const SOURCE = `'use strict';\nfunction run(task) { return task(); }\n`;

function compile(source: string, isModule: boolean, plugin?: PluginOptions, toCommonjs = false) {
  const options: Options = {
    swcrc: false,
    configFile: false,
    filename: 'run.js',
    isModule,
    jsc: {
      target: 'esnext',
      experimental: { plugins: plugin === undefined ? [] : [[pluginPath(), { ...plugin }]] },
    },
    ...(toCommonjs ? { module: { type: 'commonjs' } } : {}),
  };
  return transformSync(source, options).code;
}

const INSTRUMENTED = /enterAuto\)?\(/g;
const all: PluginOptions = { auto: 'all' };
const global: PluginOptions = { auto: 'all', runtime: { global: 'spans' } };

test.each([
  ['a module', compile(SOURCE, true, all), true, all],
  ['a script', compile(SOURCE, false, all), false, all],
  ['a module that became a script', compile(SOURCE, true, all, true), false, all],
  ['a module with a global runtime', compile(SOURCE, true, global), true, global],
  ['a script with a global runtime', compile(SOURCE, false, global), false, global],
])('%s that went through the plugin is left as it is', (_, once, isModule, plugin) => {
  expect(once.match(INSTRUMENTED)).toHaveLength(1);
  expect(compile(once, isModule, plugin)).toBe(compile(once, isModule));
});

test('a script that requires the runtime for its own use inside a function is instrumented', () => {
  const script = `function own() { const abi = require('spanfn/abi'); return abi.site; }`;
  expect(compile(script, false, all).match(INSTRUMENTED)).toHaveLength(1);
});
