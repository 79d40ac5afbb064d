import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { pluginPath } from '../../transform/plugin-path.ts';
import { decode, type Item } from '../schema/cbor.ts';
import { encode } from './encode.ts';
import { Instance, Module } from './web-assembly.ts';

/** What the host would answer; what is left out it does not know. */
export interface Answers {
  readonly config?: string;
  readonly file?: string;
  readonly folder?: string;
  /** Whether positions are found. */
  readonly positions?: boolean;
}

/** What the plugin made of a program. */
export interface Verdict {
  /** Undefined if the plugin broke off. */
  readonly result: Buffer | undefined;
  /** Messages that it reported. */
  readonly reported: readonly string[];
  /** What it broke off with. */
  readonly trap: Error | undefined;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  __alloc(size: number): number;
  __get_transform_plugin_core_pkg_diag(): number;
  __transform_plugin_process_impl(at: number, size: number, mark: number, comments: number): number;
}

const USUAL: Answers = { config: '{}', file: 'src/input.ts', folder: '/project', positions: true };
const FILE_NAME = 1;
const FOLDER = 3;
/** Far more than any program here takes. */
const PATIENCE = 5000;

const module = new Module(readFileSync(pluginPath()));

/** Names of what the plugin asks of its host. */
export const IMPORTS: readonly string[] = Module.imports(module).map(({ name }) => name);

/** What the plugin answers when it is asked for its version. */
export function handshake(): Buffer {
  const host = new Host(USUAL);
  host.exports.__get_transform_plugin_core_pkg_diag();
  return host.version;
}

/** Runs the plugin on a program as a host does, in an instance of its own; stops it if it does not end. */
export function transform(program: Uint8Array, answers: Answers = USUAL): Verdict {
  const host = new Host(answers);
  let trap: Error | undefined;
  const at = host.put(program);
  const process = (): number =>
    host.exports.__transform_plugin_process_impl(at, program.length, 1, 0);
  try {
    Object.assign(globalThis, { [RUN]: process });
    runInThisContext(`globalThis.${RUN}()`, { timeout: PATIENCE });
  } catch (error) {
    trap = error as Error;
  }
  return { result: trap ? undefined : host.result, reported: host.reported, trap };
}

const RUN = 'spanfnHostRun';

/** As little of SWC as the plugin needs. */
class Host {
  readonly exports: Exports;
  readonly reported: string[] = [];
  result: Buffer | undefined;
  version: Buffer = Buffer.alloc(0);
  readonly #answers: Answers;
  #marks = 1;

  constructor(answers: Answers) {
    this.#answers = answers;
    const env = Object.fromEntries(IMPORTS.map((name) => [name, this.#imported(name)]));
    this.exports = new Instance(module, { env }).exports as Exports;
  }

  put(bytes: Uint8Array): number {
    const at = this.exports.__alloc(bytes.length);
    new Uint8Array(this.exports.memory.buffer).set(bytes, at);
    return at;
  }

  #take(at: number, size: number): Buffer {
    return Buffer.from(this.exports.memory.buffer.slice(at, at + size));
  }

  /** Writes where an answer lies, if there is one. */
  #answer(into: number, item: Item | undefined): number {
    if (item === undefined) return 0;
    const bytes = encode(item);
    const at = this.put(bytes);
    new Uint32Array(this.exports.memory.buffer, into, 2).set([at, bytes.length]);
    return 1;
  }

  #imported(name: string): (...args: number[]) => number | void {
    const { config, file, folder, positions } = this.#answers;
    switch (name) {
      case '__set_transform_result':
        return (at, size) => {
          this.result = this.#take(at!, size!);
        };
      case '__set_transform_plugin_core_pkg_diagnostics':
        return (at, size) => {
          this.version = this.#take(at!, size!);
        };
      case '__emit_diagnostics':
        return (at, size) => void this.reported.push(messageOf(this.#take(at!, size!)));
      case '__get_transform_plugin_config':
        return (into) => this.#answer(into!, config);
      case '__get_transform_context':
        return (key, into) =>
          this.#answer(into!, key === FILE_NAME ? file : key === FOLDER ? folder : undefined);
      case '__lookup_char_pos_source_map_proxy':
        return (position, _, into) => {
          // A real host brings the process down.
          if (!isPlace(position! >>> 0)) throw new Error(`there is no position ${position}`);
          return this.#answer(into!, positions ? [[], 1, position! >>> 0, 0] : undefined);
        };
      case '__mark_fresh_proxy':
        return () => ++this.#marks;
      case '__syntax_context_apply_mark_proxy':
        return (context, mark) => context! + mark! * 1000;
      default:
        throw new Error(`the host has no ${name}`);
    }
  }
}

/** Zero and the last 65536 numbers are no places in a source. */
function isPlace(position: number): boolean {
  return position > 0 && position < 0xff_ff_ff_ff - 0x1_00_00;
}

/** `[level, [[text, style]], …]` */
function messageOf(diagnostic: Buffer): string {
  const [, [[text]]] = decode(diagnostic, 0) as [number, [[string]]];
  return text;
}
