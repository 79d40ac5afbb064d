import { shared } from '../base/shared.ts';
import type { Site } from './site.ts';

/** Says whether anybody listens to a site. */
export type Verdict = (site: Site) => boolean;

/**
 * All sites of this thread, each holding the latest verdict as `site.on`. Sites are held
 * weakly: `spanFn(() => …)` may be called inside a function that runs for ever.
 */
class Registry {
  readonly #sites: WeakRef<Site>[] = [];
  #verdict: Verdict = () => false;
  #pruneAt = 1024;
  #nextId = 0;

  nextId(): number {
    return this.#nextId++;
  }

  /** Takes in a new site. */
  add(site: Site): void {
    if (this.#sites.length >= this.#pruneAt) this.#prune();
    this.#sites.push(new WeakRef(site));
    site.on = this.#verdict(site);
  }

  /** Replaces the verdict and rewrites every site by it. */
  decide(verdict: Verdict): void {
    this.#verdict = verdict;
    for (const held of this.#sites) {
      const site = held.deref();
      if (site !== undefined) site.on = verdict(site);
    }
  }

  #prune(): void {
    let kept = 0;
    for (const held of this.#sites) if (held.deref() !== undefined) this.#sites[kept++] = held;
    this.#sites.length = kept;
    this.#pruneAt = Math.max(1024, kept * 2);
  }
}

export const registry: Registry = shared('registry', () => new Registry());
