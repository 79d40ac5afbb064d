import * as spanfn from 'spanfn';

/**
 * `spanFn` without spans, for the program to compare with: the decorator stays where it is,
 * since compilers change what they decorate on their own account.
 */
function bareSpanFn(...args: unknown[]): unknown {
  const [first, second] = args;
  if (args.length === 1 && typeof first === 'function') return first;
  if (args.length === 2 && typeof second === 'function') return second;
  return args.length < 2 ? (...subject: unknown[]) => bareSpanFn(...subject) : undefined;
}

/** The package as a program sees it that was never instrumented. */
export const bareSpanfn: typeof spanfn = {
  ...spanfn,
  spanFn: bareSpanFn as typeof spanfn.spanFn,
};
