/** Whether two types are the same, and not just fit for each other. */
export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only for `claim<true>()`. */
export function claim<_Holds extends true>(): void {}
