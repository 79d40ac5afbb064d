import type { Trace } from '../base/ids.ts';
import type { Site } from '../site/site.ts';

/**
 * Decides whether a trace is recorded: asked once, when its first span in this thread opens. Those
 * below follow, and nothing of them is recorded either.
 */
export interface Sampler {
  /** Times that it could not decide, and a trace was recorded for want of an answer. */
  readonly failures: number;
  /**
   * @param site of the span that opens
   * @param trace whose words are random
   * @param parent what is known of the parent, which is in another process or thread
   */
  sample(site: Site, trace: Trace, parent: { readonly sampled: boolean } | null): boolean;
}
