import type { Trace } from '../../base/ids.ts';
import type { Sampler } from '../../dispatch/sampler.ts';
import type { Site } from '../../site/site.ts';
import { FunctionSampler } from './function-sampler.ts';
import type { ParentSamplerOptions, RootSamplerOptions, SamplerOptions } from './options.ts';
import { Threshold } from './threshold.ts';

/** What OpenTelemetry does by default: record all, but for what the caller does not record. */
export const DEFAULT_SAMPLER: SamplerOptions = { parent: 'always' };

/** Makes a sampler of options that were checked. */
export function createSampler(options: SamplerOptions = DEFAULT_SAMPLER): Sampler {
  const followsParent = typeof options === 'object' && 'parent' in options;
  return followsParent ? new ParentSampler(options) : createRoot(options);
}

function createRoot(options: RootSamplerOptions): Sampler {
  if (typeof options === 'function') return new FunctionSampler(options);
  if (typeof options === 'object') return new RatioSampler(options.ratio);
  const answer = options === 'always';
  return { failures: 0, sample: () => answer };
}

class RatioSampler implements Sampler {
  readonly failures = 0;
  readonly #threshold: Threshold;

  constructor(ratio: number) {
    this.#threshold = new Threshold(ratio);
  }

  sample(_site: Site, trace: Trace): boolean {
    return this.#threshold.admits(trace);
  }
}

class ParentSampler implements Sampler {
  readonly #root: Sampler;
  readonly #sampled: Sampler;
  readonly #notSampled: Sampler;

  constructor(options: ParentSamplerOptions) {
    this.#root = createRoot(options.parent);
    this.#sampled = createRoot(options.remoteSampled ?? 'always');
    this.#notSampled = createRoot(options.remoteNotSampled ?? 'never');
  }

  get failures(): number {
    return this.#root.failures + this.#sampled.failures + this.#notSampled.failures;
  }

  sample(site: Site, trace: Trace, parent: { readonly sampled: boolean } | null): boolean {
    if (parent === null) return this.#root.sample(site, trace, null);
    return (parent.sampled ? this.#sampled : this.#notSampled).sample(site, trace, parent);
  }
}
