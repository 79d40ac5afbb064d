import { shared } from '../base/shared.ts';
import type { Site } from '../site/site.ts';

const state: { keys: ReadonlySet<string> } = shared('redaction', () => ({ keys: new Set() }));

/** Field names whose values are never recorded, at any depth of any field. */
export function redactedKeys(): ReadonlySet<string> {
  return state.keys;
}

/** The same, and those of one site. */
export function redactedAt(site: Site): ReadonlySet<string> {
  const here = site.capture?.redact;
  return here === undefined ? state.keys : redactedBeside(here);
}

function redactedBeside(here: ReadonlySet<string>): ReadonlySet<string> {
  return state.keys.size === 0 ? here : new Set([...state.keys, ...here]);
}

/** Replaces the names that are redacted everywhere. */
export function redact(keys: Iterable<string>): void {
  state.keys = new Set(keys);
}
