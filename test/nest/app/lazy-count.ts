/** How often a count was run, and what it found. */
export interface Counted {
  readonly count: number;
  readonly run: number;
}

/** A query that runs each time somebody awaits it, as those of query builders do. */
export class LazyCount implements PromiseLike<Counted> {
  constructor(private readonly run: () => Counted) {}

  // biome-ignore lint/suspicious/noThenProperty: a lazy thenable is what this is.
  then<A = Counted, B = never>(
    onFulfilled?: ((value: Counted) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return Promise.resolve().then(this.run).then(onFulfilled, onRejected);
  }
}
