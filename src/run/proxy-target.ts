import { inspect } from 'node:util';

/**
 * The target of a proxy; null if it was revoked. A query builder behind a proxy is still one,
 * and asking the proxy would run its owner's traps. `util.inspect` is the one reader of a target
 * that calls none: it is made to report, as `promise-state.ts` has it, rather than to print.
 */
export function targetOf(proxy: object): object | null {
  probe[1] = proxy;
  found = null;
  inspect(probe, REPORTING);
  probe[1] = null;
  return found;
}

let found: object | null = null;

/** A null comes first: formatting it hands us the context that `inspect` works with. */
const probe: [null, object | null] = [null, null];

/** Asked about each object, before anything of it is read: says that all were met before. */
const inside = {
  push() {},
  pop() {},
  includes(object: object) {
    if (object === probe) return false;
    found = object;
    return true;
  },
};

const REPORTING = {
  customInspect: false,
  compact: true,
  stylize(this: { seen: unknown } | undefined): string {
    if (this !== undefined) this.seen = inside;
    return '';
  },
};
