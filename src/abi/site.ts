import type { Level } from '../base/level.ts';
import { bareCopy } from '../base/primordials.ts';
import { cut } from '../base/text.ts';
import { literalCapture } from '../site/literal-capture.ts';
import { type ArgumentNames, Site, type SiteKind } from '../site/site.ts';

/** What emitted code knows of a function or of a log call; plain data, all of it. */
export interface EmittedSite {
  /** Of a log call, its message; empty if each call has its own. */
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
  /** Arguments to record, or fields of a log call: a name for each position; null skips one. */
  readonly args?: ArgumentNames | undefined;
  /** Record the result: as field `result`, or by another name. */
  readonly result?: boolean | string | undefined;
}

/** Makes the site of an instrumented function or log call, once for each. */
export function site(emitted: EmittedSite): Site {
  const { args, result, name, ...metadata } = bareCopy(emitted);
  return new Site(
    bareCopy({
      ...metadata,
      name: metadata.kind === 'event' ? cut(name) : name, // As any message is.
      file: metadata.file ?? metadata.target,
      capture: literalCapture(args, result),
    }),
  );
}
