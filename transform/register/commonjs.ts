import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Compiler, languageOf } from './compiler.ts';
import { type Format, typescriptFormat } from './format.ts';
import { typescriptMeant } from './resolve.ts';

interface LoadedModule {
  _compile(code: string, file: string, format?: Format): unknown;
}
type Extension = (module: LoadedModule, file: string) => void;

/** The parts of Node's loader for CommonJS that tools have always replaced. */
interface Loader {
  _extensions: Record<string, Extension>;
  _resolveFilename(specifier: string, parent?: { filename?: string }, ...rest: unknown[]): string;
}

/** Makes `require` compile, where hooks see `import` alone. */
export function hookCommonjs(compiler: Compiler): void {
  const loader = Module as unknown as Loader;
  for (const ending of ['.ts', '.cts', '.mts', '.tsx']) {
    loader._extensions[ending] = (module, file) => compileTypescript(module, file, compiler);
  }
  for (const ending of ['.js', '.cjs', '.mjs']) {
    const original = loader._extensions[ending] ?? loader._extensions['.js']!;
    loader._extensions[ending] = (module, file) => {
      if (languageOf(file) === 'javascript') instrumentOnce(module, compiler);
      original(module, file);
    };
  }
  resolveTypescript(loader);
}

function compileTypescript(module: LoadedModule, file: string, compiler: Compiler): void {
  const format = typescriptFormat(file);
  module._compile(compiler.typescript(readFileSync(file, 'utf8'), file, format), file, format);
}

/** The file's text passes through `_compile`; after it, the method is the inherited one again. */
function instrumentOnce(module: LoadedModule, compiler: Compiler): void {
  module._compile = (code, file, format) => {
    Reflect.deleteProperty(module, '_compile');
    return module._compile(compiler.javascript(code, file, format ?? 'commonjs'), file, format);
  };
}

function resolveTypescript(loader: Loader): void {
  const original = loader._resolveFilename;
  loader._resolveFilename = function (specifier, parent, ...rest) {
    const from = parent?.filename == null ? undefined : pathToFileURL(parent.filename).href;
    const name = typescriptMeant(specifier, from) ?? specifier;
    return Reflect.apply(original, this, [name, parent, ...rest]);
  };
}
