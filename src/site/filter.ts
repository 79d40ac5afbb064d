import { SpanFnError } from '../base/errors.ts';
import { LEVELS, type Level, OFF, rankOf } from '../base/level.ts';

/** Decides by target which levels pass. */
export interface Filter {
  /** The lowest rank that passes for a target; `OFF` if none does. */
  threshold(target: string): number;
  /** The filter as text, in the form that `parseFilter` reads. */
  readonly text: string;
}

interface Directive {
  readonly pattern: string;
  readonly rank: number;
}

/** Lets nothing pass. */
export const NOTHING: Filter = { threshold: () => OFF, text: 'off' };

/** Lets everything pass. */
export const EVERYTHING: Filter = { threshold: () => 0, text: 'trace' };

/**
 * Reads directives such as `info,src/db/*=trace,src/health=off`. A bare level is the default.
 * A pattern without `*` covers the target of that name and everything below it; `*` stands
 * for any run of characters. The longest pattern that fits decides.
 *
 * @throws SpanFnError `SPANFN_BAD_FILTER`
 */
export function parseFilter(text: string, source = 'a filter'): Filter {
  if (typeof text !== 'string') throw badFilter(text, `${source} must be a string`);
  let fallback = OFF;
  const directives: Directive[] = [];
  for (const part of text.split(',')) {
    const directive = part.trim();
    const equals = directive.lastIndexOf('=');
    if (equals < 0) fallback = rank(directive, text, source);
    else
      directives.push({
        pattern: pattern(directive, equals, text, source),
        rank: rank(directive.slice(equals + 1), text, source),
      });
  }
  directives.sort((one, other) => other.pattern.length - one.pattern.length);
  return {
    text,
    threshold(target) {
      return directives.find(({ pattern }) => covers(pattern, target))?.rank ?? fallback;
    },
  };
}

/**
 * The same filter with another level for one target and what is below it; for the empty target, for
 * all that no directive names.
 *
 * @throws SpanFnError `SPANFN_BAD_LEVEL`
 */
export function withLevel(filter: Filter, level: Level | 'off', target: string): Filter {
  if (level !== 'off') rankOf(level);
  const patternOf = (directive: string): string =>
    directive.slice(0, Math.max(directive.lastIndexOf('='), 0)).trim();
  const others = filter.text.split(',').filter((directive) => patternOf(directive) !== target);
  return parseFilter([...others, target === '' ? level : `${target}=${level}`].join(','));
}

function pattern(directive: string, equals: number, text: string, source: string): string {
  const found = directive.slice(0, equals).trim();
  if (found === '')
    throw badFilter(text, `In ${source}, "${directive}" names no target before its "="`);
  return found;
}

function rank(name: string, text: string, source: string): number {
  const level = name.trim().toLowerCase();
  if (level === 'off') return OFF;
  const found = LEVELS.indexOf(level as Level);
  if (found < 0) throw badFilter(text, `In ${source}, "${name}" is not a level`);
  return found;
}

function badFilter(value: unknown, cause: string): SpanFnError {
  return new SpanFnError('SPANFN_BAD_FILTER', {
    value,
    cause,
    remedy: `Write level or target=level, separated by commas; levels: ${LEVELS.join(', ')}, off.`,
  });
}

function covers(pattern: string, target: string): boolean {
  if (pattern.includes('*')) return matches(pattern, target);
  return target === pattern || target.startsWith(pattern.endsWith('/') ? pattern : `${pattern}/`);
}

/** Greedy matching with one point of return: linear where a regular expression may explode. */
function matches(pattern: string, target: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < target.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (pattern[p] === target[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
