import type { Trace } from '../../base/ids.ts';
import { badOption, checkOptionNames } from '../../base/options.ts';
import type { Site } from '../../site/site.ts';

/** Decides on one trace: by the site of its first span in this process, and by its id. */
export type SamplerFunction = (site: Site, trace: Trace) => boolean;

/** How traces are chosen without regard to a remote parent. */
export type RootSamplerOptions =
  | 'always'
  | 'never'
  /** A share of all traces, from 0 to 1, chosen by their ids: the same in every process. */
  | { readonly ratio: number }
  | SamplerFunction;

/** How traces are chosen that another process may have begun. */
export interface ParentSamplerOptions {
  /** For traces that begin here. */
  readonly parent: RootSamplerOptions;
  /** For those that are sampled where they come from; default `always`. */
  readonly remoteSampled?: RootSamplerOptions | undefined;
  /** For those that are not; default `never`. */
  readonly remoteNotSampled?: RootSamplerOptions | undefined;
}

/** Which traces are recorded. Decided once for each, when its first span in this process begins. */
export type SamplerOptions = RootSamplerOptions | ParentSamplerOptions;

const OWNER = 'sampler';
const MUST = 'always, never, { ratio }, { parent }, or a function';
const PARENT_NAMES: readonly (keyof ParentSamplerOptions)[] = [
  'parent',
  'remoteSampled',
  'remoteNotSampled',
];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkSamplerOptions(given: unknown): SamplerOptions {
  if (!isObject(given) || !('parent' in given)) return checkRoot('sampler', given);
  checkOptionNames(given, PARENT_NAMES, OWNER);
  const { parent, remoteSampled = 'always', remoteNotSampled = 'never' } = given;
  checkRoot('parent', parent);
  checkRoot('remoteSampled', remoteSampled);
  checkRoot('remoteNotSampled', remoteNotSampled);
  return given as unknown as ParentSamplerOptions;
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkRatio(owner: string, ratio: unknown): void {
  if (typeof ratio === 'number' && ratio >= 0 && ratio <= 1) return;
  throw badOption(owner, 'ratio', ratio, 'a number from 0 to 1');
}

function checkRoot(name: string, given: unknown): RootSamplerOptions {
  if (given === 'always' || given === 'never') return given;
  if (typeof given === 'function') return given as SamplerFunction;
  if (!isObject(given)) throw badOption(OWNER, name, given, MUST);
  checkOptionNames(given, ['ratio'], OWNER);
  checkRatio(OWNER, given['ratio']);
  return given as { ratio: number };
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null;
}
