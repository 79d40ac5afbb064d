/** One thing that is measured, in a process of its own. */
export interface Subject {
  start?(): void;
  /**
   * Resolves when there is room for another burst, and nothing of the last one is left for this
   * thread to do.
   *
   * @param events that were logged so far
   */
  drain?(events: number): Promise<void>;
  /** Resolves when other threads have done what is left to them. */
  settle?(): Promise<void>;
  /** Resolves when everything is delivered. */
  close?(events: number): Promise<void>;
}
