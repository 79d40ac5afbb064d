import type { InitializeHook, LoadHook, ResolveHook } from 'node:module';
import type { PluginOptions } from '../plugin-options.ts';
import { Compiler, languageOf } from './compiler.ts';
import { typescriptFormat } from './format.ts';
import { instrumentLoaded, LEFT_TO_REQUIRE, loadTypescript, sourceFile } from './hooks.ts';
import { typescriptMeant } from './resolve.ts';

/** What the program's thread hands over. */
export interface Handover {
  readonly settings: PluginOptions;
  readonly instrumented: Int32Array;
}

let compiler: Compiler;
/** What the program begins with. */
const entries = new Set<string>();

export const initialize: InitializeHook<Handover> = ({ settings, instrumented }) => {
  compiler = new Compiler(settings, instrumented);
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const { parentURL } = context;
  const found = await next(typescriptMeant(specifier, parentURL) ?? specifier, context);
  if (parentURL === undefined) entries.add(found.url);
  return found;
};

export const load: LoadHook = async (url, context, next) => {
  const file = sourceFile(url);
  if (file === undefined) return next(url, context);
  if (languageOf(file) === 'javascript') {
    const loaded = await next(url, context);
    // Without a source Node hands CommonJS to its own loader, which asks us there.
    return loaded.format === 'commonjs' && loaded.source == null
      ? loaded
      : instrumentLoaded(loaded, file, compiler);
  }
  return entries.has(url) && typescriptFormat(file) === 'commonjs'
    ? LEFT_TO_REQUIRE
    : loadTypescript(file, compiler);
};
