import {
  argument,
  arrayAt,
  elementAt,
  head,
  isText,
  next,
  skip,
  tagAt,
  textAt,
} from '../cbor/reader';

/** What a declared return type proves. */
export enum Declared {
  Nothing,
  /** The function returns a promise, or may. */
  Promise,
  /** It never returns a promise. */
  Plain,
}

/** Type aliases (where their type starts) and interfaces (where their value starts) of the file. */
const aliases: Map<string, usize> = new Map<string, usize>();
const interfaces: Map<string, usize> = new Map<string, usize>();

/** Longest chain of aliases that is followed. */
const DEPTH: i32 = 16;

export function declareAlias(name: string, type: usize): void {
  aliases.set(name, type);
}

export function declareInterface(name: string, value: usize): void {
  interfaces.set(name, value);
}

/** What an optional type annotation at `p` proves. */
export function declaredBy(p: usize): Declared {
  if (arrayAt(p) == 0) return Declared.Nothing;
  return classify(elementAt(next, 1), DEPTH);
}

/** What the type at `p` proves. */
function classify(p: usize, depth: i32): Declared {
  if (depth == 0) return Declared.Nothing;
  const variant = tagAt(p);
  const value = next;
  switch (variant) {
    case 1: // Keyword.
      return keyword(value);
    case 4: // Reference.
      return named(elementAt(value, 1), depth);
    case 7: // Array.
    case 8: // Tuple.
    case 18: // Literal.
    case 19: // Predicate.
      return Declared.Plain;
    case 11: // Union or intersection.
      return tagAt(value) == 1 ? union(elementAt(next, 1), depth) : Declared.Nothing;
    case 14: // Parenthesised.
      return classify(elementAt(value, 1), depth - 1);
    default:
      return Declared.Nothing;
  }
}

/** any, unknown and object may be promises; number, boolean, …, void, null and never are none. */
function keyword(value: usize): Declared {
  head(elementAt(value, 1));
  const kind = argument;
  return kind <= 2 || kind == 4 || kind == 13 ? Declared.Nothing : Declared.Plain;
}

function union(types: usize, depth: i32): Declared {
  const count = arrayAt(types);
  let at = next;
  let found = Declared.Plain;
  for (let i: u32 = 0; i < count; i++) {
    const member = classify(at, depth - 1);
    if (member == Declared.Promise) return member;
    if (member == Declared.Nothing) found = member;
    at = skip(at);
  }
  return found;
}

/** What a name of a type proves: qualified ones nothing. */
function named(name: usize, depth: i32): Declared {
  return tagAt(name) == 2 ? identified(elementAt(next, 2), depth) : Declared.Nothing;
}

function identified(sym: usize, depth: i32): Declared {
  const name = textAt(sym);
  if (aliases.has(name)) return classify(aliases.get(name), depth - 1);
  if (interfaces.has(name)) return inherited(interfaces.get(name), depth - 1);
  const isPromise = name == 'Promise' || name == 'PromiseLike';
  return isPromise ? Declared.Promise : Declared.Nothing;
}

/** An interface is a promise if it extends one, or declares `then`. */
function inherited(value: usize, depth: i32): Declared {
  if (depth <= 0) return Declared.Nothing;
  const parents = elementAt(value, 4);
  const count = arrayAt(parents);
  let at = next;
  for (let i: u32 = 0; i < count; i++) {
    const expression = elementAt(at, 1);
    if (tagAt(expression) == 15 && identified(elementAt(next, 2), depth) == Declared.Promise)
      return Declared.Promise;
    at = skip(at);
  }
  return declaresThen(elementAt(elementAt(value, 5), 1)) ? Declared.Promise : Declared.Nothing;
}

function declaresThen(members: usize): bool {
  const count = arrayAt(members);
  let at = next;
  for (let i: u32 = 0; i < count; i++) {
    const variant = tagAt(at);
    const member = next;
    if (variant == 6 && isThen(elementAt(member, 1))) return true;
    if (variant == 3 && isThen(elementAt(member, 2))) return true;
    at = skip(at);
  }
  return false;
}

function isThen(key: usize): bool {
  return tagAt(key) == 15 && isText(elementAt(next, 2), 'then');
}
