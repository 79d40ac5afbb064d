/** A wait that can be cut short. */
export class Pause {
  readonly over: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #resolve: () => void = () => {};

  constructor(ms: number) {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#timer = setTimeout(this.#resolve, ms);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#resolve();
  }
}
