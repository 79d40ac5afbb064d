import { elementAt, readUntil, skip, uintAt } from './cbor/reader';
import {
  __get_transform_context,
  __get_transform_plugin_config,
  __lookup_char_pos_source_map_proxy,
  __mark_fresh_proxy,
  __set_transform_result,
  __syntax_context_apply_mark_proxy,
} from './env';

/** Two words where the host says where its answer lies: pointer, length. */
const answer: usize = heap.alloc(8);

/** Memory for what the host hands over, with room before it. */
export function allocate(size: usize): usize {
  const room = roomBefore(size);
  return heap.alloc(room + size) + room;
}

/** An eighth: what a program of many functions, one in ten of them with a span, grows by. */
export function roomBefore(size: usize): usize {
  return size >> 3;
}

/** Name of the file that is being compiled, as SWC was given it; empty if it was not. */
export function fileName(): string {
  return context(1);
}

/** Folder in which the compiler runs. */
export function workingDirectory(): string {
  return context(3);
}

/** The options that stand beside the plugin's name, as JSON. */
export function configText(): string {
  return __get_transform_plugin_config(answer) == 1 ? answeredText() : '{}';
}

/** A context for identifiers that cannot clash with any other: SWC renames either. */
export function freshContext(): u32 {
  return __syntax_context_apply_mark_proxy(0, __mark_fresh_proxy(0));
}

/** The context of identifiers that no declaration in the file stands behind. */
export function unresolvedContext(mark: u32): u32 {
  return __syntax_context_apply_mark_proxy(0, mark);
}

/** Line from 1 of the position that `locate` was asked for. */
export let line: u32 = 0;
/** Column from 1. */
export let column: u32 = 0;

/** Positions from here on stand for no place, as those of what compilers mark as pure. */
const RESERVED: u32 = 0xfffeffff;

/** Finds line and column of a position. What compilers make has none, and the host crashes at it. */
export function locate(position: u32): void {
  line = 0;
  column = 0;
  if (position == 0 || position >= RESERVED) return;
  if (__lookup_char_pos_source_map_proxy(position, 0, answer) != 1) return;
  const loc = load<u32>(answer);
  readUntil(loc + load<u32>(answer, 4));
  line = uintAt(elementAt(loc, 1));
  column = uintAt(elementAt(loc, 2)) + 1;
}

/** Hands the program back. */
export function setResult(program: usize, length: usize): void {
  __set_transform_result(program, length);
}

function context(key: u32): string {
  return __get_transform_context(key, answer) == 1 ? answeredText() : '';
}

/** The answer as text: CBOR of one string. */
function answeredText(): string {
  const at = load<u32>(answer);
  const end = at + load<u32>(answer, 4);
  readUntil(end);
  const after = skip(at);
  const first = load<u8>(at) & 31;
  const header: u32 = first < 24 ? 1 : 1 + (1 << (first - 24));
  return String.UTF8.decodeUnsafe(at + header, after - at - header);
}
