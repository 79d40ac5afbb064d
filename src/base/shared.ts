import { SpanFnError } from './errors.ts';

/**
 * Raised whenever the shape of any shared slice changes. Copies of the package with the same
 * layout work as one; others refuse to load beside each other.
 */
const LAYOUT = 1;
const KEY = Symbol.for('spanfn');

interface Shared {
  readonly layout: number;
  readonly slices: Record<string, object>;
}

/**
 * State that all copies of spanfn in this thread hold in common: the ESM build, the CommonJS
 * build, and a second install somewhere below `node_modules`. Without it, two copies would
 * split a trace in two.
 *
 * @throws SpanFnError `SPANFN_TWO_COPIES` if a copy with another layout came first.
 */
export function shared<T extends object>(name: string, create: () => T): T {
  const slices = connect().slices;
  slices[name] ??= create();
  return slices[name] as T;
}

function connect(): Shared {
  const host = globalThis as { [KEY]?: Shared };
  const found = host[KEY];
  if (found === undefined) {
    const made: Shared = { layout: LAYOUT, slices: Object.create(null) };
    Object.defineProperty(host, KEY, { value: made, configurable: true });
    return made;
  }
  if (found.layout !== LAYOUT) {
    throw new SpanFnError('SPANFN_TWO_COPIES', {
      value: `layout ${found.layout} beside layout ${LAYOUT}`,
      cause: 'Two incompatible copies of spanfn are loaded in one process',
      remedy: 'Run `npm ls spanfn`, then align the versions (`npm dedupe` or an override).',
    });
  }
  return found;
}
