import { LEVELS, type Level, rankOf } from '../base/level.ts';
import { Site } from '../site/site.ts';

/** The sites of all events of one target: one a level, by rank. */
export type LevelSites = readonly Site[];

/** More loggers than any program names, fewer than one that names them after data makes. */
const CAPACITY = 1024;
const known = new Map<string, LevelSites>();

/** The same target has the same sites; past a bound they are made for one logger alone. */
export function sitesOf(target: string): LevelSites {
  const found = known.get(target);
  if (found !== undefined) return found;
  const transient = known.size >= CAPACITY;
  const sites = LEVELS.map(
    (level) => new Site({ name: '', kind: 'event', level, target, transient }),
  );
  if (!transient) known.set(target, sites);
  return sites;
}

/**
 * The site of a level among those of a target.
 *
 * @throws SpanFnError `SPANFN_BAD_LEVEL`
 */
export function siteAt(sites: LevelSites, level: Level): Site {
  return sites[rankOf(level)] as Site;
}
