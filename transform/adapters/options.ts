import type { Options } from '@swc/core';
import type { PluginOptions } from '../plugin-options.ts';

/** A glob relative to the working directory, or an expression; one or several. */
export type FilePattern = string | RegExp | readonly (string | RegExp)[];

/** Options of the adapters, the same for all build tools. */
export interface SpanfnOptions extends PluginOptions {
  /** Files that may be instrumented; default all JavaScript and TypeScript. */
  readonly include?: FilePattern;
  /** Files that may not; default `node_modules`. */
  readonly exclude?: FilePattern;
  /** The `tsconfig.json` that says how decorators are compiled; default the nearest of each file. */
  readonly tsconfig?: string;
  /** Settings of SWC that have the last word; plugins named here run after spanfn's. */
  readonly swc?: Options;
}
