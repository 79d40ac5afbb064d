import { isAbsolute, normalize, relative } from 'node:path';
import { matchesGlob } from './glob.ts';
import type { PluginOptions } from './plugin-options.ts';
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
  return MENTION.test(code) || (auto !== undefined && (auto === 'all' || isIncluded(file, auto)));
}

function isIncluded(
  file: string,
  auto: Exclude<PluginOptions['auto'], 'all' | undefined>,
): boolean {
  const path = relative(process.cwd(), file).replaceAll('\\', '/');
  const fits = (glob: string): boolean => matchesGlob(path, glob);
  if (path.startsWith('../') || isAbsolute(path)) return false;
  return (auto.include?.some(fits) ?? true) && !auto.exclude?.some(fits);
}
