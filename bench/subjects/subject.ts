/** One thing that is measured, in a process of its own. */
export interface Subject {
  start?(): void;
  /** Runs one burst of calls; for what must stand around them. */
  around?(burst: () => Promise<void>): Promise<void>;
  /** Resolves when every span made so far is delivered. */
  drain?(): Promise<void>;
  /** Spans delivered so far, so that nothing is measured that did not happen. */
  delivered?(): number;
  /** Spans that were lost of so many that were made, by reason. */
  losses?(made: number): Readonly<Record<string, number>>;
}
