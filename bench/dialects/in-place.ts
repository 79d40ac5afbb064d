import { transformSync } from '@swc/core';
import { pluginPath } from '../../transform/plugin-path.ts';
import { decorator } from './decorator.ts';
import type { Dialect } from './dialect.ts';

/** The same decorated source, through the SWC plugin: no decorator is left of it. */
export const inPlace: Dialect = {
  ...decorator,
  compile(source) {
    const { code } = transformSync(source, {
      filename: 'workload.ts',
      swcrc: false,
      isModule: true,
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { decoratorVersion: '2022-03' },
        experimental: {
          cacheRoot: 'node_modules/.cache/spanfn',
          runPluginFirst: true,
          plugins: [[pluginPath(), {}]],
        },
      },
    });
    if (code.includes('spanFn')) throw new Error('The plugin left a decorator behind');
    return code;
  },
};
