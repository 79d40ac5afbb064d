import { types } from 'node:util';
import { LIMITS } from './limits.ts';
import { getOwnPropertyDescriptor, getPrototypeOf } from './primordials.ts';

/** Stands for a function or class without a name. */
export const ANONYMOUS = '(anonymous)';

/** Cuts at the bound on a code-point boundary; a lone surrogate becomes U+FFFD. */
export function cut(text: string): string {
  if (text.length <= LIMITS.length) return text.toWellFormed();
  const last = text.charCodeAt(LIMITS.length - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, LIMITS.length - (splitsPair ? 1 : 0))}…`.toWellFormed();
}

/** The name of an object's class, without calling a getter. */
export function className(input: object): string {
  for (let at: object | null = input; at !== null; at = getPrototypeOf(at)) {
    if (types.isProxy(at)) return 'Proxy';
    const owner = getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof owner === 'function') return functionName(owner);
  }
  return 'Object';
}

/** The name of a function or class, without calling a static `name` of the user's. */
export function functionName(input: object): string {
  if (types.isProxy(input)) return 'Proxy';
  const name = getOwnPropertyDescriptor(input, 'name')?.value;
  return typeof name === 'string' && name !== '' ? cut(name) : ANONYMOUS;
}

// Control characters, those that turn the direction of text, and those that cannot be seen:
// any of them could forge a line.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const FORGING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Makes a user's text safe for a terminal and for one line. */
export function escapeControls(text: string): string {
  return text.replace(FORGING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
