import { Problem } from './problem.ts';

/** Records of an answer that does not say how many it wants, and the most there are in one. */
const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 10_000;

/** Which records are asked for. */
export interface RecordQuery {
  /** Cursor; undefined for the newest records. */
  readonly after: number | undefined;
  readonly limit: number;
}

/**
 * The query of a URL, each name at most once.
 *
 * @throws Problem for any other name
 */
export function parseQuery(text: string, allowed: readonly string[]): Map<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!allowed.includes(name)) {
      throw new Problem(400, 'No such parameter', { got: name, allowed });
    }
    if (query.has(name)) {
      throw new Problem(400, 'A parameter is given twice', { got: name, allowed });
    }
    query.set(name, value);
  }
  return query;
}

/** @throws Problem for what is no number */
export function recordQuery(query: ReadonlyMap<string, string>): RecordQuery {
  return {
    after: wholeNumber(query, 'after', 0, Number.MAX_SAFE_INTEGER),
    limit: wholeNumber(query, 'limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT,
  };
}

function wholeNumber(
  query: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const got = query.get(name);
  if (got === undefined) return undefined;
  const number = Number(got);
  if (/^\d{1,16}$/.test(got) && number >= min && number <= max) return number;
  const allowed = `${name}=<a whole number from ${min} to ${max}>`;
  throw new Problem(400, `Parameter "${name}" cannot be this`, { got, allowed });
}
