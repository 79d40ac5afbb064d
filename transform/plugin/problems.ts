import { Writer } from './cbor/writer';
import { __emit_diagnostics } from './env';

/** Versions whose AST the schema was checked with. */
const KNOWN = '@swc/core 1.15 and 1.16';

/** Reports a mistake of the user's at bytes `low` to `high`, with a code frame. */
export function reportError(code: string, message: string, low: u32, high: u32): void {
  const w = new Writer(256 + message.length);
  w.array(6);
  w.uint(4);
  w.array(1);
  w.array(2);
  w.text(`${message} [${code}]`);
  w.tag(11);
  w.none();
  w.array(1);
  w.tag(1);
  w.text(code);
  w.array(2);
  if (high == 0) w.none();
  else {
    w.array(1);
    w.array(2);
    w.uint(low);
    w.uint(high);
  }
  w.none();
  w.none();
  w.none();
  __emit_diagnostics(w.pointer, w.length);
}

/** A program whose bytes are not CBOR as SWC writes it: nothing can be done with it. */
export function malformed(): void {
  stop('the program that SWC handed over cannot be read');
}

/** A node that no version known to this plugin writes: better no output than a wrong one. */
export function unknownNode(name: string): void {
  stop(`${name} has a form that is not known to this version of spanfn, which knows ${KNOWN}`);
}

/** A bug in the plugin: prints where, since traps are opaque. */
export function onAbort(message: usize, file: usize, atLine: u32, atColumn: u32): void {
  const name = file == 0 ? '' : changetype<string>(file);
  stop(`the plugin failed at ${name}:${atLine}:${atColumn}`);
}

function stop(message: string): void {
  reportError('SPANFN_PLUGIN', `spanfn: ${message}`, 0, 0);
  unreachable();
}
