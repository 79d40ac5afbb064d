import { readFileSync } from 'node:fs';
import { dumpPlugin, installedSwc, serialised } from '../../test/schema/swc.ts';
import { pluginPath } from '../../transform/plugin-path.ts';
import type { Source } from './sources.ts';

/** Milliseconds that the plugin itself takes for a file, in plain Node; and what it makes. */
export interface Inside {
  readonly ms: number;
  readonly bytes: number;
  readonly result: Uint8Array;
}

/** As much of the global object as is used here; not all settings know its type. */
const { Module, Instance } = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => { readonly exports: unknown };
    };
  }
).WebAssembly;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  __alloc(size: number): number;
  __transform_plugin_process_impl(
    at: number,
    length: number,
    mark: number,
    comments: number,
  ): number;
}

/** The program as SWC hands it to plugins that run first. */
export async function programOf({ name, code }: Source): Promise<Uint8Array> {
  const parser = { syntax: 'typescript', decorators: true } as const;
  const dumped = { path: `${name}.ts`, code, parser, isModule: true };
  return serialised(installedSwc(), await dumpPlugin(), dumped, 'first');
}

/** A host with the answers of SWC that matter here. */
export class Host {
  readonly #module: object;
  readonly #config: string;

  constructor(options: object, path: string = pluginPath()) {
    this.#module = new Module(readFileSync(path));
    this.#config = JSON.stringify(options);
  }

  /** One file, in a new instance, as in SWC. */
  run(program: Uint8Array): Inside {
    let result: Uint8Array = program;
    const answer = (text: string, into: number): number => {
      const bytes = encoded(text);
      const at = wasm.__alloc(bytes.length);
      new Uint8Array(wasm.memory.buffer).set(bytes, at);
      new DataView(wasm.memory.buffer).setUint32(into, at, true);
      new DataView(wasm.memory.buffer).setUint32(into + 4, bytes.length, true);
      return 1;
    };
    const env = {
      __set_transform_result: (at: number, length: number) => {
        result = new Uint8Array(wasm.memory.buffer).slice(at, at + length);
      },
      __set_transform_plugin_core_pkg_diagnostics: () => {},
      __emit_diagnostics: () => {
        throw new Error('The plugin found a mistake');
      },
      __get_transform_plugin_config: (into: number) => answer(this.#config, into),
      __get_transform_context: (key: number, into: number) =>
        answer(key === 1 ? 'src/service.ts' : '/', into),
      __lookup_char_pos_source_map_proxy: () => 0,
      __mark_fresh_proxy: (mark: number) => mark + 1,
      __syntax_context_apply_mark_proxy: (_context: number, mark: number) => mark + 1,
    };
    const wasm = new Instance(this.#module, { env }).exports as Exports;
    const at = wasm.__alloc(program.length);
    new Uint8Array(wasm.memory.buffer).set(program, at);
    const start = performance.now();
    if (wasm.__transform_plugin_process_impl(at, program.length, 1, 0) !== 0) {
      throw new Error('The plugin failed');
    }
    return { ms: performance.now() - start, bytes: wasm.memory.buffer.byteLength, result };
  }
}

/** CBOR of a text. */
function encoded(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x79, bytes.length >> 8, bytes.length & 255]), bytes]);
}
