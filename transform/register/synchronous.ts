import Module, { type LoadFnOutput } from 'node:module';
import { type Compiler, languageOf } from './compiler.ts';
import { instrumentLoaded, loadTypescript, sourceFile } from './hooks.ts';
import { typescriptMeant } from './resolve.ts';

interface Context {
  readonly parentURL?: string | undefined;
}
type Next<Result> = (specifier: string, context: Context) => Result;

/** `module.registerHooks`, which the declarations for Node 20 do not have. */
export interface SynchronousHooks {
  registerHooks(hooks: {
    resolve(specifier: string, context: Context, next: Next<unknown>): unknown;
    load(url: string, context: Context, next: Next<LoadFnOutput>): LoadFnOutput;
  }): void;
}

/** Hooks for `import` and `require` alike, in the thread of the program. */
export function hookSynchronously(node: SynchronousHooks, compiler: Compiler): void {
  nameTypescriptEndings();
  node.registerHooks({
    resolve: (specifier, context, next) =>
      next(typescriptMeant(specifier, context.parentURL) ?? specifier, context),
    load(url, context, next) {
      const file = sourceFile(url);
      if (file === undefined) return next(url, context);
      return languageOf(file) === 'typescript'
        ? loadTypescript(file, compiler)
        : instrumentLoaded(next(url, context), file, compiler);
    },
  });
}

/** With these `require('./a')` finds `a.ts`; Node has them itself where it strips types. */
function nameTypescriptEndings(): void {
  const { _extensions: extensions } = Module as unknown as { _extensions: NodeJS.Dict<unknown> };
  for (const ending of ['.ts', '.cts', '.mts', '.tsx']) extensions[ending] ??= extensions['.js'];
}
