/**
 * What was decided of traces, for spans that come late. Bounded: who was not asked of for long
 * goes. In two generations, since a map is slow to tell its oldest entry while many come and go.
 */
export class Decisions {
  readonly #perGeneration: number;
  #young = new Map<string, boolean>();
  #old: ReadonlyMap<string, boolean> = new Map<string, boolean>();

  /** @param capacity decisions that are remembered at most; at least half as many always are */
  constructor(capacity: number) {
    this.#perGeneration = capacity >> 1;
  }

  /** Whether the trace is kept; undefined if that was never decided, or long ago. */
  get(trace: string): boolean | undefined {
    const young = this.#young.get(trace);
    if (young !== undefined) return young;
    const old = this.#old.get(trace);
    if (old !== undefined) this.set(trace, old);
    return old;
  }

  set(trace: string, kept: boolean): void {
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(trace, kept);
  }
}
