/** What the host gives to a plugin: its import module is named after this file. */
export declare function __set_transform_result(ptr: usize, length: usize): void;
export declare function __set_transform_plugin_core_pkg_diagnostics(
  ptr: usize,
  length: usize,
): void;
export declare function __emit_diagnostics(ptr: usize, length: usize): void;
export declare function __get_transform_plugin_config(into: usize): i32;
export declare function __get_transform_context(key: u32, into: usize): i32;
export declare function __lookup_char_pos_source_map_proxy(pos: u32, x: i32, into: usize): i32;
export declare function __mark_fresh_proxy(mark: u32): u32;
export declare function __syntax_context_apply_mark_proxy(ctxt: u32, mark: u32): u32;
