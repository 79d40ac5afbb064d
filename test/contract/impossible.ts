import type { Syntax } from './implementations.ts';
import type { Kind } from './kinds.ts';

/** Places that the contract speaks of, whatever the syntax. */
export const PLACES: readonly string[] = [
  'method',
  'static',
  'private',
  'getter',
  'accessor',
  'arrow field',
  'class',
  'function',
];

/** Why a syntax has no such place. */
export function missingPlace(syntax: Syntax, place: string): string | undefined {
  if (syntax === 'wrapper') return undefined;
  if (place === 'function') return 'the language decorates classes and their members only';
  if (syntax === 'standard') return undefined;
  if (place === 'private') return 'legacy decorators cannot stand on private members';
  if (place === 'accessor') return 'auto-accessors came with the standard syntax';
  return undefined;
}

/** Why there is no such function at this place. */
export function impossible(
  syntax: Syntax,
  place: string,
  { prefix, star, name, options }: Kind,
): string | undefined {
  if (options && syntax === 'wrapper') return 'options are given to decorators here';
  if (options && place === 'class') return 'this option speaks of one method alone';
  if (place === 'getter' && (prefix || star)) return 'a getter is neither async nor a generator';
  if (place.startsWith('arrow') && star) return 'an arrow function is never a generator';
  if (place === 'constructor' && (prefix || star)) return `an ${name} function makes no instances`;
  return undefined;
}
