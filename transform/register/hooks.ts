import { readFileSync } from 'node:fs';
import type { LoadFnOutput } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Compiler, languageOf } from './compiler.ts';
import { typescriptFormat } from './format.ts';

/** The file behind a URL that Node loads, if it is one that we compile. */
export function sourceFile(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  const file = fileURLToPath(url);
  return languageOf(file) === undefined ? undefined : file;
}

/**
 * For a CommonJS file that the program begins with: without a source, Node's loader for CommonJS
 * runs it, and asks again. That one knows `require.main` and can require all that there is.
 */
export const LEFT_TO_REQUIRE: LoadFnOutput = { format: 'commonjs', shortCircuit: true };

/** A TypeScript file, compiled; Node is not asked, for it may know nothing of TypeScript. */
export function loadTypescript(file: string, compiler: Compiler): LoadFnOutput {
  const format = typescriptFormat(file);
  const source = compiler.typescript(readFileSync(file, 'utf8'), file, format);
  return { format, source, shortCircuit: true };
}

/** A JavaScript file as Node loaded it, compiled where it concerns us. */
export function instrumentLoaded(
  loaded: LoadFnOutput,
  file: string,
  compiler: Compiler,
): LoadFnOutput {
  const { source } = loaded;
  const text = source == null ? readFileSync(file, 'utf8') : textOf(source);
  // Node may leave open what a file is until it has parsed it; SWC then looks for itself.
  const format = loaded.format === 'module' ? 'module' : 'commonjs';
  const compiled = compiler.javascript(text, file, format);
  return compiled === text ? loaded : { ...loaded, source: compiled };
}

function textOf(source: unknown): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
}
