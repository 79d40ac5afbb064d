import type { WireSite } from '../record.ts';
import type { Source } from '../source.ts';

/**
 * What all spans, or all log events, of a site have in common, made once for each site of a thread.
 * Of a site that is not known, or made for one call, nothing is kept.
 */
export class SiteTemplates<T> {
  readonly #make: (site: WireSite | undefined, threadId: number) => T;
  readonly #bySource = new WeakMap<Source, T[]>();

  constructor(make: (site: WireSite | undefined, threadId: number) => T) {
    this.#make = make;
  }

  /** Gives the template of a site of one thread. */
  of(source: Source): (site: number) => T {
    const known = this.#knownOf(source);
    return (id) => known[id] ?? this.#learn(source, known, id);
  }

  #knownOf(source: Source): T[] {
    let known = this.#bySource.get(source);
    if (known === undefined) {
      known = [];
      this.#bySource.set(source, known);
    }
    return known;
  }

  #learn(source: Source, known: T[], id: number): T {
    const site = source.sites.get(id);
    const template = this.#make(site, source.threadId);
    if (site !== undefined && site.transient !== true) known[id] = template;
    return template;
  }
}
