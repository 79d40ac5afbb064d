import { Writer } from '../cbor/writer';
import { code } from './code';

/** At `at`: leaves out what stands until `until`, and puts something in its place. */
class Edit {
  /** Bytes of `code` to put in. */
  from: usize = 0;
  length: usize = 0;
  /** A range of the program to put in, with its own edits. */
  moved: usize = 0;
  movedUntil: usize = 0;

  constructor(
    public at: usize,
    public until: usize,
    public order: i32,
  ) {}

  /** Puts in what was written to `code` since `from`. */
  holds(from: usize): void {
    this.from = from;
    this.length = code.length - from;
  }
}

const edits: Array<Edit> = [] as Edit[];
/** Edits of the module as a whole come before those of the statement that starts there. */
let firstOrder: i32 = -1;

/** Whether anything is to be changed at all. */
export function hasEdits(): bool {
  return edits.length > 0;
}

/** Puts what was written to `code` since `from` in the place of the bytes `at` to `until`. */
export function replace(at: usize, until: usize, from: usize): void {
  add(at, until, edits.length).holds(from);
}

/** Puts what was written to `code` since `from` before the byte `at`. */
export function insert(at: usize, from: usize): void {
  add(at, at, edits.length).holds(from);
}

/** The same, before all else that is put there. */
export function insertFirst(at: usize, from: usize): void {
  add(at, at, firstOrder--).holds(from);
}

export function remove(at: usize, until: usize): void {
  add(at, until, edits.length);
}

/**
 * Puts the bytes `from` to `until`, with all edits inside, before `at` too, which comes before them.
 * They must be removed where they stand.
 */
export function copy(from: usize, until: usize, at: usize): void {
  const edit = add(at, at, edits.length);
  edit.moved = from;
  edit.movedUntil = until;
}

/**
 * Applies all edits to the bytes `from` to `until`. The result takes their place where the `room`
 * before them is as long as all that is put in: so what is written never runs over what is unread.
 */
export function apply(from: usize, until: usize, room: usize): Writer {
  edits.sort(compare);
  let added: usize = 0;
  for (let i = 0; i < edits.length; i++) {
    const edit = unchecked(edits[i]);
    added += edit.length + edit.movedUntil - edit.moved;
  }
  const length = until - from + added;
  const out = added <= room ? new Writer(length, from - added) : new Writer(length);
  write(from, until, 0, out);
  return out;
}

/** At one byte, what is put before it comes before what takes its place. */
function compare(a: Edit, b: Edit): i32 {
  if (a.at != b.at) return a.at < b.at ? -1 : 1;
  const aReplaces = a.until > a.at;
  const bReplaces = b.until > b.at;
  if (aReplaces != bReplaces) return aReplaces ? 1 : -1;
  return a.order - b.order;
}

/** Edits must be sorted. `first` is the first that may concern the range. */
function write(from: usize, until: usize, first: i32, out: Writer): void {
  let p = from;
  for (let i = first; i < edits.length; i++) {
    const edit = unchecked(edits[i]);
    if (edit.at >= until) break;
    if (edit.at < p) continue; // Inside a range that was taken away.
    out.raw(p, edit.at - p);
    p = edit.until;
    if (edit.length > 0) out.raw(code.pointer + edit.from, edit.length);
    if (edit.moved != 0) write(edit.moved, edit.movedUntil, inside(edit), out);
  }
  out.raw(p, until - p);
}

/** The first edit inside the range that `edit` copies: after the one that removes it. */
function inside(edit: Edit): i32 {
  for (let i = 0; i < edits.length; i++) {
    const other = unchecked(edits[i]);
    if (other.at == edit.moved && other.until == edit.movedUntil) return i + 1;
  }
  return edits.length;
}

function add(at: usize, until: usize, order: i32): Edit {
  const edit = new Edit(at, until, order);
  edits.push(edit);
  return edit;
}
