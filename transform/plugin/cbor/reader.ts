import { malformed } from '../problems';
import { ARRAY, BYTES, SIMPLE, TAG, TEXT, UINT } from './major';
import { Writer } from './writer';

/** No item is read from here on. */
let bound: usize = 0;
/** What the head that was read last says: a number, a length, a count or a tag. */
export let argument: u32 = 0;
/** Where the head that was read last ends. */
export let next: usize = 0;

/** Sets the end of what may be read. */
export function readUntil(end: usize): void {
  bound = end;
}

/** Bytes after the head that was read last: no list has more items than that. */
export function remaining(): u32 {
  return <u32>(bound - next);
}

/** Reads the head of the item at `p` into `argument` and `next`, and returns its major type. */
export function head(p: usize): u32 {
  if (p >= bound) malformed();
  const byte = <u32>load<u8>(p);
  const info = byte & 31;
  next = p + 1;
  if (info < 24) argument = info;
  else longArgument(info, byte >> 5);
  return byte >> 5;
}

function longArgument(info: u32, major: u32): void {
  const at = next;
  if (info > 27) malformed(); // Of unknown length: nobody writes those.
  next = at + (1 << (info - 24));
  if (next > bound) malformed();
  if (info == 24) argument = load<u8>(at);
  else if (info == 25) argument = bswap<u16>(load<u16>(at));
  else if (info == 26) argument = bswap<u32>(load<u32>(at));
  else {
    if (major != SIMPLE && load<u32>(at) != 0) malformed(); // More than a program can hold.
    argument = bswap<u32>(load<u32>(at + 4)); // Half of a double, which is only skipped.
  }
}

/**
 * For each first byte of an item: how many bytes the item has, but for the items inside it, and
 * how many those are. Zero bytes where the first does not tell.
 */
const STEPS: usize = heap.alloc(512);
const ITEMS: usize = STEPS + 256;
fillSteps();

function fillSteps(): void {
  memory.fill(STEPS, 0, 512);
  for (let byte: u32 = 0; byte < 256; byte++) {
    const major = byte >> 5;
    const info = byte & 31;
    if (info > 27 || major == 5) continue; // Of unknown length, or maps: the AST has none.
    const size: u32 = info < 24 ? 1 : 1 + (1 << (info - 24));
    if (info > 23 && major > UINT && major < SIMPLE) continue;
    store<u8>(STEPS + byte, major == BYTES || major == TEXT ? size + info : size);
    store<u8>(ITEMS + byte, major == ARRAY ? info : major == TAG ? 1 : 0);
  }
}

/**
 * Where strings start that were passed over while they were noted: words. Few files have more, and
 * memory that is not written to costs nothing.
 */
const strings: Writer = new Writer(0x80000);
let notes: bool = false;

/** How many strings were noted. */
export function notedStrings(): usize {
  return strings.length >> 2;
}

/** The same as `skip`, but notes the strings. */
export function skipNoting(p: usize): usize {
  notes = true;
  const end = skip(p);
  notes = false;
  return end;
}

/** Where the item at `p` ends, with all that is in it. */
export function skip(p: usize): usize {
  let left: u32 = 1;
  while (left > 0) {
    if (p >= bound) malformed();
    left--;
    const span = likelySpan(p);
    if (span != 0) {
      p += span;
      continue;
    }
    const byte = <usize>load<u8>(p);
    if (byte >> 6 == 1 && notes) strings.word(<u32>p); // BYTES or TEXT
    const step = <usize>load<u8>(STEPS + byte);
    if (step != 0) {
      p += step;
      left += load<u8>(ITEMS + byte);
      continue;
    }
    const major = head(p);
    p = next;
    if (major == TAG) {
      left++;
      continue;
    }
    if (major == 5 || argument > remaining()) malformed();
    if (major == ARRAY) left += argument;
    else p += argument;
  }
  if (p > bound) malformed();
  return p;
}

/** Bytes of two numbers in an array, as nearly all spans write them: every other item is of one. */
function likelySpan(p: usize): usize {
  const start = load<u16>(p);
  if (start == 0x1a82) return load<u8>(p, 6) == 0x1a ? 11 : 0;
  if (start == 0x1982) return load<u8>(p, 4) == 0x19 ? 7 : 0;
  return 0;
}

/** Whether `isWanted` says so of any of the strings that were noted from one index to another. */
export function anyNoted(from: usize, until: usize, isWanted: (string: usize) => bool): bool {
  for (let i = from; i < until; i++)
    if (isWanted(load<u32>(strings.pointer + (i << 2)))) return true;
  return false;
}

/** Where the span at `p` ends; zero if it is none. */
export function skipSpan(p: usize): usize {
  if (p >= bound || load<u8>(p) != 0x82) return 0;
  if (head(p + 1) != UINT) return 0;
  return head(next) == UINT ? next : 0;
}

/** Reads the head of an array and returns its count. */
export function arrayAt(p: usize): u32 {
  if (head(p) != ARRAY) malformed();
  return argument;
}

/** Start of element `index` of the array at `p`. */
export function elementAt(p: usize, index: u32): usize {
  if (index >= arrayAt(p)) malformed();
  let at = next;
  for (let i: u32 = 0; i < index; i++) at = skip(at);
  return at;
}

/** The tag at `p`; its value follows at `next`. Zero if there is none. */
export function tagAt(p: usize): u32 {
  return head(p) == TAG ? argument : 0;
}

export function boolAt(p: usize): bool {
  return load<u8>(p) == 0xf5;
}

export function uintAt(p: usize): u32 {
  if (head(p) != UINT) malformed();
  return argument;
}

/** The text, or the string of bytes in UTF-8, at `p`. */
export function textAt(p: usize): string {
  const major = head(p);
  if (major != TEXT && major != BYTES) malformed();
  if (argument > remaining()) malformed();
  return String.UTF8.decodeUnsafe(next, argument);
}

/** Whether the text at `p` is this ASCII text. */
export function isText(p: usize, text: string): bool {
  const major = head(p);
  return (major == TEXT || major == BYTES) && areBytes(next, argument, text);
}

/** Whether so many bytes are this ASCII text. */
export function areBytes(at: usize, length: u32, text: string): bool {
  if (length != <u32>text.length) return false;
  for (let i: i32 = 0; i < text.length; i++) {
    if (load<u8>(at + i) != <u8>text.charCodeAt(i)) return false;
  }
  return true;
}
