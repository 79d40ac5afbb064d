/** How the tests of a published package are run, here and with its sources compiled. */
export interface Suite {
  /** `name@version`, of which the registry has a tarball with tests. */
  readonly package: string;
  /** Which of its `devDependencies` the tests need. */
  readonly needs: readonly string[];
  /** Others that they need, which it does not name, or not in a version that still works. */
  readonly also?: Readonly<Record<string, string>>;
  /** Files and folders that are compiled. */
  readonly sources: readonly string[];
  /**
   * Folders of tests that are compiled and instrumented too: those that do not look at the text or
   * position of their own functions.
   */
  readonly testFolders: readonly string[];
  /** What prints TAP for a test file, or for all of them. */
  readonly runner: Runner;
  /** Names of test files, from the package's folder. */
  readonly tests: RegExp;
  /** Files that cannot be run here at all, each with the reason. */
  readonly without?: readonly Excluded[];
  /** Tests whose outcome may differ in instrumented code, each with the reason. */
  readonly differs?: readonly Excluded[];
  /** Files that are written into the package's folder before the tests run. */
  readonly files?: Readonly<Record<string, string>>;
}

export type Runner = 'node:test' | 'tape' | 'mocha' | 'vitest';

/** `why` can only be that the text of a function, a position or the depth of the stack is told. */
export interface Excluded {
  readonly what: RegExp;
  readonly why: string;
}
