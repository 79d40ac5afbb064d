import { basename } from 'node:path';
import type * as Swc from '@swc/core';
import { swcOptions } from '../compile/swc-options.ts';
import { mayConcern, SOURCE } from '../concern.ts';
import { peer } from '../peer.ts';
import type { PluginOptions } from '../plugin-options.ts';
import { pluginPath } from '../plugin-path.ts';
import { Tsconfigs } from '../tsconfig/tsconfig.ts';
import type { Format } from './format.ts';

/** Compiles what Node is about to load, with its source map at the end. */
export class Compiler {
  readonly #swc: typeof Swc = peer('@swc/core', 'spanfn/register');
  readonly #plugin: string = pluginPath();
  readonly #tsconfigs: Tsconfigs = new Tsconfigs();
  readonly #settings: PluginOptions;
  readonly #instrumented: Int32Array;

  /** @param instrumented Its first number counts the files that were instrumented. */
  constructor(settings: PluginOptions, instrumented: Int32Array) {
    this.#settings = settings;
    this.#instrumented = instrumented;
  }

  /** TypeScript becomes JavaScript, instrumented or not. */
  typescript(source: string, file: string, format: Format): string {
    return this.#compile(source, file, format, mayConcern(source, file, this.#settings));
  }

  /** JavaScript stays as it is, unless it has something to instrument. */
  javascript(source: string, file: string, format: Format): string {
    if (!mayConcern(source, file, this.#settings)) return source;
    return this.#compile(source, file, format, true);
  }

  #compile(source: string, file: string, format: Format, concerned: boolean): string {
    const options = swcOptions({
      file,
      compilerOptions: this.#tsconfigs.optionsFor(file),
      swcVersion: this.#swc.version,
      plugins: concerned ? [[this.#plugin, this.#settings]] : [],
      keepJsx: false,
      format,
      // Node takes names in a map as relative to the file.
      swc: { sourceMaps: 'inline', sourceFileName: basename(file) },
    });
    const { code } = this.#swc.transformSync(source, options);
    if (concerned && this.#hasSpans(code)) Atomics.add(this.#instrumented, 0, 1);
    return code;
  }

  /** Either the plugin has put calls of the runtime in, or a decorator that it left is there. */
  #hasSpans(code: string): boolean {
    const global = this.#settings.runtime?.global;
    return /spanfn\/abi|\bspanFn\b/.test(code) || (global !== undefined && code.includes(global));
  }
}

/** Language of a file that is the user's own and that SWC can compile. */
export function languageOf(file: string): 'typescript' | 'javascript' | undefined {
  if (/[\\/]node_modules[\\/]/.test(file)) return undefined;
  const [, , letter] = SOURCE.exec(file) ?? [];
  return letter === undefined ? undefined : letter === 't' ? 'typescript' : 'javascript';
}
