import { find } from '../cbor/find';
import { freshContext } from '../host';

/**
 * Names that are put into the program. Each has a context of its own, so that SWC would rename
 * what clashes, but it may rename the user's, and functions are named after what they are
 * assigned to. So none is taken that the program has anywhere.
 */
const NAMES: string[] = ['s', 'r', 'e', 'spanfn'];

/** Context of all identifiers that are put in. */
export let fresh: u32 = 0;
/** Variables of an instrumented function: its span, what it returns, what it throws. */
export let ownSpan: string = '';
export let ownResult: string = '';
export let ownError: string = '';
let suffix: string = '';

/** Chooses names that do not occur in the program; `runtime` has what may be called. */
export function chooseNames(program: usize, until: usize, runtime: string[]): void {
  fresh = freshContext();
  const taken = underscored(program, until);
  const wanted = NAMES.concat(runtime);
  suffix = '';
  while (clashes(wanted, taken)) suffix += '$';
  ownSpan = own('s');
  ownResult = own('r');
  ownError = own('e');
}

/** The name under which the program gets `name`. */
export function own(name: string): string {
  return `_${name}${suffix}`;
}

function clashes(wanted: string[], taken: Set<string>): bool {
  for (let i = 0; i < wanted.length; i++) if (taken.has(own(wanted[i]))) return true;
  return taken.has(own('site'));
}

/** All short texts of the program that start with `_`; numbers of sites count as `_site`. */
function underscored(program: usize, until: usize): Set<string> {
  const found = new Set<string>();
  for (let p = find(0x5f, program + 1, until); p < until; p = find(0x5f, p + 1, until)) {
    const length = <usize>load<u8>(p - 1) - 0x60;
    if (length == 0 || length > 23 || p + length > until) continue;
    const text = String.UTF8.decodeUnsafe(p, length);
    found.add(text.startsWith('_site') ? withoutDigits(text) : text);
  }
  return found;
}

/** `_site12$` as `_site$`. */
function withoutDigits(text: string): string {
  let rest = 5;
  while (rest < text.length && text.charCodeAt(rest) >= 0x30 && text.charCodeAt(rest) <= 0x39)
    rest++;
  return `_site${text.substring(rest)}`;
}
