import { SpanFnError } from './errors.ts';

/**
 * Refuses what is not an object, and options that do not exist: a misspelt option would
 * otherwise just not work.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkOptionNames(options: unknown, known: readonly string[], owner: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new SpanFnError('SPANFN_BAD_OPTION', {
      value: options,
      cause: `The options of ${owner} must be an object`,
      remedy: `Give an object with any of ${known.join(', ')}.`,
    });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new SpanFnError('SPANFN_BAD_OPTION', {
      value: name,
      cause: `${owner} has no such option`,
      remedy: `It has ${known.join(', ')}.`,
    });
  }
}

/** The options that are set: undefined says that one is not. */
export function withoutUndefined<T extends object>(options: T): T {
  const set = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as T;
}

/** An option that is there but not what it must be. */
export function badOption(owner: string, name: string, value: unknown, must: string): SpanFnError {
  return new SpanFnError('SPANFN_BAD_OPTION', {
    value,
    cause: `Option "${name}" of ${owner} cannot be this`,
    remedy: `It must be ${must}.`,
  });
}
