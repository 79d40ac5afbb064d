import { shared } from '../base/shared.ts';

const state: { keys: ReadonlySet<string> } = shared('redaction', () => ({ keys: new Set() }));

/** Field names whose values are never recorded, at any depth of any field. */
export function redactedKeys(): ReadonlySet<string> {
  return state.keys;
}

/** Replaces the names that are redacted everywhere. */
export function redact(keys: Iterable<string>): void {
  state.keys = new Set(keys);
}
