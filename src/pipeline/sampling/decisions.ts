/** What was decided of traces, for spans that come late. Bounded: who is asked of least goes. */
export class Decisions {
  readonly #capacity: number;
  readonly #byTrace = new Map<string, boolean>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether the trace is kept; undefined if that was never decided, or long ago. */
  get(trace: string): boolean | undefined {
    const kept = this.#byTrace.get(trace);
    if (kept !== undefined) this.#renew(trace, kept);
    return kept;
  }

  set(trace: string, kept: boolean): void {
    this.#renew(trace, kept);
    if (this.#byTrace.size <= this.#capacity) return;
    for (const oldest of this.#byTrace.keys()) {
      this.#byTrace.delete(oldest);
      return;
    }
  }

  /** A map is in the order of insertion. */
  #renew(trace: string, kept: boolean): void {
    this.#byTrace.delete(trace);
    this.#byTrace.set(trace, kept);
  }
}
