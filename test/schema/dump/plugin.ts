// An SWC plugin, in AssemblyScript, that replaces the program by one expression statement: a
// string literal with the bytes that the plugin was handed, in base64.

// @ts-ignore: decorator
@external("env", "__set_transform_result") declare function setResult(at: usize, length: usize): void;
// @ts-ignore: decorator
@external("env", "__set_transform_plugin_core_pkg_diagnostics") declare function setVersions(at: usize, length: usize): void;

/** `["0.0.0", "", "", 1]`: the version 1 of the interface is all that the host compares. */
const versions = memory.data<u8>([0x84, 0x65, 0x30, 0x2e, 0x30, 0x2e, 0x30, 0x60, 0x60, 0x01]);

// A program is Module(1) or Script(2) of [span, items, interpreter]; the items of a module are
// ModuleItem: Stmt(2) of Stmt, those of a script Stmt.
const module = memory.data<u8>([0xc1, 0x83, 0x82, 0, 0, 0x81, 0xc2]);
const script = memory.data<u8>([0xc2, 0x83, 0x82, 0, 0, 0x81]);
// Stmt: Expr(19) of [span, Expr: Lit(16) of Lit: Str(1) of [span, value, raw]]; the value is
// a byte string whose head says that four bytes of length follow.
const literal = memory.data<u8>([0xd3, 0x82, 0x82, 0, 0, 0xd0, 0xc1, 0x83, 0x82, 0, 0, 0x5a]);
const alphabet = memory.data<u8>([
  65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90,
  97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118,
  119, 120, 121, 122, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 43, 47,
]);

export function onAbort(message: usize, file: usize, line: u32, column: u32): void {
  unreachable();
}

export function __alloc(size: usize): usize {
  return heap.alloc(size);
}

/** The instance lives for one file. */
export function __free(at: usize, size: usize): i32 {
  return 0;
}

export function __get_transform_plugin_core_pkg_diag(): i32 {
  setVersions(versions, 10);
  return 0;
}

export function __transform_plugin_process_impl(program: usize, length: usize, mark: u32, comments: i32): u32 {
  const textLength = ((length + 2) / 3) * 4;
  const result = heap.alloc(textLength + 32);
  let end = load<u8>(program) == 0xc1 ? copy(result, module, 7) : copy(result, script, 6);
  end = copy(end, literal, 12);
  store<u32>(end, bswap<u32>(<u32>textLength));
  end = base64(end + 4, program, length);
  store<u8>(end++, 0x80); // raw: None
  store<u8>(end++, 0x80); // interpreter: None
  setResult(result, end - result);
  return 0;
}

function copy(to: usize, from: usize, size: usize): usize {
  memory.copy(to, from, size);
  return to + size;
}

/** Writes whole groups of four characters; missing bytes count as zero, the decoder cuts them. */
function base64(to: usize, from: usize, length: usize): usize {
  for (let i: usize = 0; i < length; i += 3) {
    const group = (byteAt(from, length, i) << 16) | (byteAt(from, length, i + 1) << 8) | byteAt(from, length, i + 2);
    for (let shift: i32 = 18; shift >= 0; shift -= 6) {
      store<u8>(to++, load<u8>(alphabet + ((group >> <u32>shift) & 63)));
    }
  }
  return to;
}

function byteAt(from: usize, length: usize, i: usize): u32 {
  return i < length ? load<u8>(from + i) : 0;
}
