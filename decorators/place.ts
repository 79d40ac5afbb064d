import type { SiteKind } from '../src/abi/index.ts';
import { badOption, checkOptionNames } from '../src/base/options.ts';
import { bareCopy } from '../src/base/primordials.ts';
import type { SpanFnOptions } from './options.ts';
import { type Origin, originOfCaller } from './origin.ts';

/** What a compiler can tell of a decorated place, and the run time cannot. */
export interface SpanFnPlace {
  /** Such as `Cart.total`; on a class, the name of the class. */
  readonly name?: string | undefined;
  /** What the source proves of the function as it is written there. */
  readonly kind?: SiteKind | undefined;
  /** Path of the module relative to the project. */
  readonly target?: string | undefined;
  /** Path of the source file, where it differs from `target`. */
  readonly file?: string | undefined;
  /** Counted from 1. */
  readonly line?: number | undefined;
  /** Counted from 1. */
  readonly column?: number | undefined;
}

/** What a decorator is applied with: the user's options, and the place if a compiler told it. */
export interface Terms extends SpanFnOptions {
  readonly place?: SpanFnPlace | undefined;
}

/** A place as far as a `Subject` needs it. */
export interface Location extends Origin {
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

const MEMBERS: Readonly<Record<keyof SpanFnPlace, 'string' | 'number'>> = {
  name: 'string',
  kind: 'string',
  target: 'string',
  file: 'string',
  line: 'number',
  column: 'number',
};
const NAMES = Object.keys(MEMBERS) as (keyof SpanFnPlace)[];

/**
 * Returns a copy of `place` that inherits nothing.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkPlace(place: SpanFnPlace): SpanFnPlace {
  checkOptionNames(place, NAMES, 'spanFn.at()');
  for (const name of NAMES) {
    const value = place[name];
    if (value === undefined || typeof value === MEMBERS[name]) continue;
    throw badOption('spanFn.at()', name, value, `a ${MEMBERS[name]}`);
  }
  return bareCopy(place);
}

/** Where the decorator stands. The stack is read only if no compiler has told the module. */
export function locationOf({ place }: Terms): Location {
  if (place?.target === undefined) return { ...originOfCaller(), ...linesOf(place) };
  return { target: place.target, file: place.file ?? place.target, ...linesOf(place) };
}

function linesOf(place: SpanFnPlace | undefined): Partial<Location> {
  return place === undefined ? {} : { line: place.line, column: place.column };
}

/**
 * What a place says of a function that does not prove its own kind: it may be one that another
 * decorator has put in place of what is written there, which then proves less.
 */
export function placedKind({ place }: Terms): SiteKind | undefined {
  switch (place?.kind) {
    case 'sync':
      return 'sync';
    case 'async':
    case 'promise':
      return 'promise';
    default:
      return undefined;
  }
}
