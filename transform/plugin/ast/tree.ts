import { ARRAY, SIMPLE, TAG, UINT } from '../cbor/major';
import {
  argument,
  head,
  next,
  notedStrings,
  remaining,
  skip,
  skipNoting,
  skipSpan,
} from '../cbor/reader';
import { malformed, unknownNode } from '../problems';
import {
  BlockStatement,
  ClassDeclaration,
  ExportDeclaration,
  FIRST_ENUM,
  FunctionBody,
  FunctionDeclaration,
  Module,
  NAMES,
  Program,
  Script,
  SHAPE_OF_SLOT,
  SLOTS,
  STARTS,
  TABLE,
  VariableDeclaration,
} from './schema';

/**
 * The program as a tree of records over its bytes. A record has 32-bit words:
 *
 *     0 type    a struct of the schema; 0 for a variant that is opaque
 *     4 first   where its outermost enum tag starts
 *     8 tagged  where its innermost enum tag starts: an expression begins here
 *    12 start   where its value starts
 *    16 end
 *    20 parent
 *    24 …       one word a field: a record, a list, or, for leaves, where it starts; 0 for none
 *
 * A list has its count, where its head starts, where its items start, its end, and the items.
 */
export type Node = usize;
export type List = usize;

const LINE_END: u8 = 10;
const RECORD: usize = 24;
const LIST: usize = 16;

/** Shapes of fields, numbered as in the compiled schema. */
const OPAQUE: i32 = 0;
const NUMBER: i32 = 1;
const BOOL: i32 = 2;
const SPAN: i32 = 3;
const ONE: i32 = 4;
const OPTION: i32 = 5;
const HOLES: i32 = 7;
const OPTIONAL_LIST: i32 = 8;

export function typeOf(node: Node): u32 {
  return load<u32>(node);
}
export function firstOf(node: Node): usize {
  return load<u32>(node, 4);
}
export function taggedOf(node: Node): usize {
  return load<u32>(node, 8);
}
export function startOf(node: Node): usize {
  return load<u32>(node, 12);
}
export function endOf(node: Node): usize {
  return load<u32>(node, 16);
}
export function parentOf(node: Node): Node {
  return load<u32>(node, 20);
}
/** A field by its place, such as `Function_body`: a record, a list, or where a leaf starts. */
export function field(node: Node, place: usize): usize {
  return load<u32>(node + place);
}
/** Number of the enum variant that an opaque node is. */
export function variantOf(node: Node): u32 {
  head(taggedOf(node));
  return argument;
}

export function countOf(list: List): u32 {
  return list == 0 ? 0 : load<u32>(list);
}
export function headOf(list: List): usize {
  return load<u32>(list, 4);
}
export function itemsOf(list: List): usize {
  return load<u32>(list, 8);
}
export function listEndOf(list: List): usize {
  return load<u32>(list, 12);
}
export function item(list: List, index: u32): Node {
  return load<u32>(list + LIST + ((<usize>index) << 2));
}

/** What the schema calls a type. */
function nameOf(type: u32): string {
  let start = NAMES;
  for (let left = type; left > 0; start++) if (load<u8>(start) == LINE_END) left--;
  let end = start;
  while (load<u8>(end) != LINE_END) end++;
  return String.UTF8.decodeUnsafe(start, end - start);
}

/** How many fields a struct has, in all its generations. */
export function fieldCount(type: u32): u32 {
  return load<u8>(SLOTS + type);
}
/** Whether field `index` of a struct holds a node (1), a list (2) or a leaf (0). */
export function fieldShape(type: u32, index: u32): u32 {
  return load<u8>(SHAPE_OF_SLOT + type * 16 + index);
}
export function fieldAt(node: Node, index: u32): usize {
  return load<u32>(node + RECORD + ((<usize>index) << 2));
}

/** How many fields the bodies of functions have; 0 if none was seen. It tells 1.15 from 1.16. */
export let bodyFields: u32 = 0;
/** Where the item that was parsed last ends. */
let cursor: usize = 0;
let arena: usize = 0;
let arenaEnd: usize = 0;

/** Whether statements of the program are passed over, to be parsed when they are asked for. */
let postpones: bool = false;
/** Those that were. */
const postponed: Array<Node> = [] as Node[];
/** How many strings were noted up to the end of each. */
const notedUntil: Array<usize> = [] as usize[];

/** Parses a program, and of its statements those alone that may concern all others. */
export function parseOutline(p: usize): Node {
  postpones = true;
  return parse(Program, p, 0);
}

/**
 * Parses those statements that were passed over and are wanted for the strings that were noted in
 * them, from one index to another; others only until the body of a function was seen.
 */
export function parseWanted(isWanted: (from: usize, until: usize) => bool): void {
  postpones = false;
  let from: usize = 0;
  for (let i = 0; i < postponed.length; i++) {
    const until = unchecked(notedUntil[i]);
    if (isWanted(from, until)) parsePostponed(unchecked(postponed[i]));
    from = until;
  }
  for (let i = 0; bodyFields == 0 && i < postponed.length; i++)
    parsePostponed(unchecked(postponed[i]));
}

function parsePostponed(node: Node): void {
  if (typeOf(node) == 0) parseInto(node, load<u32>(node, RECORD));
}

/** Declarations that others see, and expressions, which may be directives, are not. */
function isPostponed(type: u32): bool {
  return (
    type == ClassDeclaration ||
    type == FunctionDeclaration ||
    type == VariableDeclaration ||
    type == BlockStatement
  );
}

/** A record with room for all that is passed over; until then it is opaque. */
function postpone(type: u32, first: usize, tagged: usize, p: usize, parent: Node): Node {
  cursor = skipNoting(p);
  const node = record(0, fieldCount(type), first, tagged, p, parent);
  store<u32>(node, type, RECORD);
  postponed.push(node);
  notedUntil.push(notedStrings());
  return node;
}

/** Parses the item of `type` that starts at `p`. */
export function parse(type: u32, p: usize, parent: Node): Node {
  const first = p;
  let tagged = p;
  while (type >= FIRST_ENUM) {
    if (head(p) != TAG) unknownNode(nameOf(type));
    tagged = p;
    p = next;
    const row = rowOf(type);
    type = argument <= load<u8>(row) ? load<u8>(row + argument) : 0;
  }
  if (postpones && isPostponed(type)) return postpone(type, first, tagged, p, parent);
  if (type != 0) return parseStruct(type, first, tagged, p, parent);
  cursor = skip(p);
  return record(0, 0, first, tagged, p, parent);
}

function parseStruct(type: u32, first: usize, tagged: usize, p: usize, parent: Node): Node {
  const outermost = postpones;
  if (type != Module && type != Script && type != ExportDeclaration) postpones = false;
  const node = record(type, fieldCount(type), first, tagged, p, parent);
  parseInto(node, type);
  postpones = outermost;
  return node;
}

/** Fills the record of a struct. */
function parseInto(node: Node, type: u32): void {
  let p = startOf(node);
  store<u32>(node, type);
  if (head(p) != ARRAY) unknownNode(nameOf(type));
  const count = argument;
  const inside = next;
  let row = generation(type, count);
  const known: u32 = load<u8>(row);
  row++;
  if (type == FunctionBody) bodyFields = known;
  const fields = fieldCount(type);
  if (known < fields) memory.fill(node + RECORD, 0, (<usize>fields) << 2); // Another generation has more.
  p = inside;
  for (let i: u32 = 0; i < known; i++, row += 3) {
    const at = node + RECORD + ((<usize>load<u8>(row, 2)) << 2);
    store<u32>(at, <u32>parseField(type, load<u8>(row), load<u8>(row, 1), p, node));
    p = cursor;
  }
  for (let i = known; i < count; i++) p = skip(p); // Fields that later versions append.
  cursor = p;
  store<u32>(node, <u32>p, 16);
}

/** What the schema says of a type. */
function rowOf(type: u32): usize {
  return TABLE + load<u16>(STARTS + ((<usize>type) << 1));
}

/** The generation of this many fields; or the newest that has fewer. */
function generation(type: u32, count: u32): usize {
  let row = rowOf(type);
  const generations: u32 = load<u8>(row);
  row++;
  let shorter: usize = 0;
  for (let i: u32 = 0; i < generations; i++) {
    const fields: u32 = load<u8>(row);
    if (fields == count) return row;
    if (fields < count && shorter == 0) shorter = row;
    row += 1 + 3 * <usize>fields;
  }
  if (shorter == 0) unknownNode(nameOf(type));
  return shorter;
}

/** Sets `cursor`; a field of another type than the schema says is a program that we do not know. */
function parseField(owner: u32, shape: i32, type: u32, p: usize, node: Node): usize {
  switch (shape) {
    case OPAQUE:
      cursor = skip(p);
      return p;
    case NUMBER:
      if (head(p) != UINT) unknownNode(nameOf(owner));
      cursor = next;
      return p;
    case BOOL:
      if (head(p) != SIMPLE) unknownNode(nameOf(owner));
      cursor = next;
      return p;
    case SPAN:
      cursor = skipSpan(p);
      if (cursor == 0) unknownNode(nameOf(owner));
      return p;
    case ONE:
      return parse(type, p, node);
    case OPTION:
      return parseOption(owner, type, p, node);
    case OPTIONAL_LIST:
      if (head(p) != ARRAY || argument > 1) unknownNode(nameOf(owner));
      cursor = next;
      return argument == 0 ? 0 : parseList(owner, type, next, node, false);
    default:
      return parseList(owner, type, p, node, shape == HOLES);
  }
}

function parseOption(owner: u32, type: u32, p: usize, node: Node): Node {
  if (head(p) != ARRAY || argument > 1) unknownNode(nameOf(owner));
  cursor = next;
  return argument == 0 ? 0 : parse(type, next, node);
}

function parseList(owner: u32, type: u32, p: usize, node: Node, holes: bool): List {
  if (head(p) != ARRAY) unknownNode(nameOf(owner));
  const count = argument;
  const inside = next;
  if (count > remaining()) malformed();
  const list = allocate(LIST + ((<usize>count) << 2));
  store<u32>(list, count);
  store<u32>(list, <u32>p, 4);
  store<u32>(list, <u32>inside, 8);
  p = inside;
  for (let i: u32 = 0; i < count; i++) {
    const child = holes ? parseOption(owner, type, p, node) : parse(type, p, node);
    store<u32>(list + LIST + ((<usize>i) << 2), <u32>child);
    p = cursor;
  }
  store<u32>(list, <u32>p, 12);
  cursor = p;
  return list;
}

function record(
  type: u32,
  fields: u32,
  first: usize,
  tagged: usize,
  start: usize,
  parent: Node,
): Node {
  const node = allocate(RECORD + ((<usize>fields) << 2));
  store<u32>(node, type);
  store<u32>(node, <u32>first, 4);
  store<u32>(node, <u32>tagged, 8);
  store<u32>(node, <u32>start, 12);
  store<u32>(node, <u32>cursor, 16);
  store<u32>(node, <u32>parent, 20);
  return node;
}

/** Memory that is never given back: an instance of the plugin sees one file. */
function allocate(size: usize): usize {
  if (arena + size > arenaEnd) {
    const chunk = max(size, 0x40000);
    arena = heap.alloc(chunk);
    arenaEnd = arena + chunk;
  }
  const at = arena;
  arena += (size + 3) & ~3;
  return at;
}
