/** `setTimeout` takes more for 1 ms. */
const LONGEST = 2 ** 31 - 1;

/** A wait that can be cut short. */
export class Pause {
  readonly over: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #resolve: () => void = () => {};

  /** @param onOver called when the whole time has passed */
  constructor(ms: number, onOver: () => void = () => {}) {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#timer = setTimeout(
      () => {
        onOver();
        this.#resolve();
      },
      Math.min(ms, LONGEST),
    );
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#resolve();
  }
}
