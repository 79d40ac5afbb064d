import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const JAVASCRIPT = /\.([cm]?)js(x?)(?=[?#]|$)/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * TypeScript names the files that are to be: `./a.js` means `a.ts` where that is all there is, or
 * where a TypeScript file asks, whose compiler would have taken it as well.
 *
 * @param parent URL of the file that asks.
 * @returns The specifier of the TypeScript file; undefined where none is meant.
 */
export function typescriptMeant(specifier: string, parent: string | undefined): string | undefined {
  const path = specifier.replace(/[?#].*/, '');
  if (!/^(\.\.?\/|\/|file:)/.test(path) || !JAVASCRIPT.test(path)) return undefined;
  const base = parent ?? pathToFileURL(`${process.cwd()}/`).href;
  if (!base.startsWith('file:')) return undefined;
  const isThere = (name: string): boolean => existsSync(fileURLToPath(new URL(name, base)));
  if (!TYPESCRIPT.test(base) && isThere(path)) return undefined;
  return endings(path)
    .map((ending) => specifier.replace(JAVASCRIPT, ending))
    .find((candidate) => isThere(candidate.replace(/[?#].*/, '')));
}

/** `.js` may come from `.ts` or `.tsx`, the others from their like alone. */
function endings(path: string): string[] {
  const [, letter, x] = JAVASCRIPT.exec(path)!;
  return letter === '' && x === '' ? ['.ts', '.tsx'] : [`.${letter}ts${x}`];
}
