import { SpanFnError } from '../base/errors.ts';
import type { Level } from '../base/level.ts';
import { Site } from './site.ts';

/** More names than any program writes down, fewer than one that builds them from data makes. */
const CAPACITY = 4096;
const sites = new Map<string, Site>();

/**
 * The site of a span that is named at the call. The same name, level and target give the same
 * site; past a bound a site is made for the one call, so that names built from data leak nothing.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export function internedSite(name: string, level: Level = 'info', target = ''): Site {
  const key = `${level} ${target} ${name}`;
  const found = sites.get(key);
  if (found !== undefined) return found;
  const transient = sites.size >= CAPACITY;
  const site = new Site({ name: checkName(name), kind: 'auto', level, target, transient });
  if (!transient) sites.set(key, site);
  return site;
}

/**
 * Returns `name` if it can name a span or an event.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`
 */
export function checkName(name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new SpanFnError('SPANFN_BAD_NAME', {
    value: name,
    cause: 'The name of a span or event must be a string that is not empty',
    remedy: "Write a name such as 'Order.place', or leave it out.",
  });
}
