import { __set_transform_plugin_core_pkg_diagnostics } from './env';
import { allocate, setResult } from './host';
import { instrument } from './program';

/**
 * The version of SWC's own plugin package that this plugin claims: none. Older hosts read the
 * answer as an archive and want room behind it.
 */
const HANDSHAKE: usize = memory.data<u8>([
  0x84, 0x65, 0x30, 0x2e, 0x30, 0x2e, 0x30, 0x60, 0x60, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

export function __alloc(size: usize): usize {
  return allocate(size);
}

/** An instance sees one file: nothing is worth giving back. */
export function __free(pointer: usize, size: usize): i32 {
  return 0;
}

export function __get_transform_plugin_core_pkg_diag(): i32 {
  __set_transform_plugin_core_pkg_diagnostics(HANDSHAKE, 40);
  return 0;
}

/** SWC calls this once a file, with the program in CBOR. */
export function __transform_plugin_process_impl(
  program: usize,
  length: usize,
  unresolvedMark: u32,
  shouldEnableComments: i32,
): i32 {
  if (!instrument(program, length, unresolvedMark)) setResult(program, length);
  return 0;
}
