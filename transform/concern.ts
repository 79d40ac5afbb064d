import { normalize, relative } from 'node:path';
import { matchesGlob } from './glob.ts';
import type { AutoOptions, PluginOptions } from './plugin-options.ts';
import { isRuntime } from './plugin-path.ts';

/** Text that is in every file with something to instrument: an import of ours, or the directive. */
export const MENTION: RegExp = /spanfn|use span/i;

/** Files that SWC can compile; the ending says in which language. */
export const SOURCE: RegExp = /\.([cm]?)([jt])s(x?)$/;

/**
 * Whether a file may have anything to instrument: a cheap test, sooner true than false. What it
 * rules out is left alone byte for byte.
 */
export function mayConcern(code: string, file: string, { auto }: PluginOptions): boolean {
  if (isRuntime(normalize(file))) return false;
  return MENTION.test(code) || (auto !== undefined && (auto === 'all' || isCovered(file, auto)));
}

function isCovered(file: string, { include = [], exclude = [] }: AutoOptions): boolean {
  const path = relative(process.cwd(), file).replaceAll('\\', '/');
  const fits = (pattern: string): boolean => pattern === '' || matchesGlob(path, pattern);
  const files = include.map((pattern) => pattern.replace(/#.*/, ''));
  // A pattern that names functions excludes those alone.
  const excluded = exclude.filter((pattern) => !pattern.includes('#'));
  return (files.length === 0 || files.some(fits)) && !excluded.some(fits);
}
