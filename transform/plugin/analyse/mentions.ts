import { ExpressionStatement } from '../ast/schema';
import { countOf, item, List, Node, startOf, typeOf } from '../ast/tree';
import {
  anyNoted,
  areBytes,
  argument,
  head,
  isText,
  next,
  notedStrings,
  skipNoting,
} from '../cbor/reader';
import { runtimeGlobal } from '../config/config';
import { ABI } from '../emit/runtime';
import { isImportedName } from './imports';

/** What SWC and tsc call to apply decorators of the legacy syntax, outside of the class. */
export const LEGACY_HELPERS: string[] = ['_ts_decorate', '__decorate'];

/** Whether a statement is to be looked at, for the strings that were noted in it, from index to index. */
export type Wanted = (from: usize, until: usize) => bool;

/**
 * What may be meant for this plugin: names that were imported from `spanfn`, the text of a
 * directive, and where code that it emitted before finds the runtime. All of it, where a compiler
 * made calls of decorators: those name the classes.
 */
export function wantedIn(items: List): Wanted {
  for (let i: u32 = 0; i < countOf(items); i++) {
    const node = item(items, i);
    if (typeOf(node) == ExpressionStatement && callsHelper(node)) return anything;
  }
  return mentionsImported;
}

function anything(from: usize, until: usize): bool {
  return true;
}

function mentionsImported(from: usize, until: usize): bool {
  return anyNoted(from, until, isMention);
}

function callsHelper(statement: Node): bool {
  const from = notedStrings();
  skipNoting(startOf(statement));
  return anyNoted(from, notedStrings(), isDecoratorHelper);
}

function isDecoratorHelper(string: usize): bool {
  for (let i = 0; i < LEGACY_HELPERS.length; i++)
    if (isText(string, LEGACY_HELPERS[i])) return true;
  return false;
}

function isMention(string: usize): bool {
  head(string);
  const at = next;
  const length = argument;
  if (length >= 8 && load<u32>(at) == 0x20657375 && load<u32>(at, 4) == 0x6e617073) return true; // `use span`
  if (isImportedName(at, length) || areBytes(at, length, ABI)) return true;
  return runtimeGlobal != '' && areBytes(at, length, runtimeGlobal);
}
