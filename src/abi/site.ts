import type { Level } from '../base/level.ts';
import { bareCopy } from '../base/primordials.ts';
import { literalCapture } from '../site/literal-capture.ts';
import { type ArgumentNames, Site, type SiteKind } from '../site/site.ts';

/** What emitted code knows of a function; plain data, all of it. */
export interface EmittedSite {
  readonly name: string;
  readonly kind: SiteKind;
  /** Path of the module relative to the project. */
  readonly target: string;
  /** Path of the source file, where it differs from `target`. */
  readonly file?: string | undefined;
  /** Counted from 1. */
  readonly line?: number | undefined;
  /** Counted from 1. */
  readonly column?: number | undefined;
  readonly level?: Level | undefined;
  /** Arguments to record: a name for each position; null skips one. */
  readonly args?: ArgumentNames | undefined;
  /** Record the result: as field `result`, or by another name. */
  readonly result?: boolean | string | undefined;
}

/** Makes the site of an instrumented function, once per function. */
export function site(emitted: EmittedSite): Site {
  const { args, result, ...metadata } = bareCopy(emitted);
  return new Site(
    bareCopy({
      ...metadata,
      file: metadata.file ?? metadata.target,
      capture: literalCapture(args, result),
    }),
  );
}
