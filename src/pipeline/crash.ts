import { errorStack, errorText } from '../base/error-text.ts';
import type { Ending } from './sidecar/control.ts';

const LONGEST = 3000;
let watchers = 0;
let latest: { readonly origin: string; readonly error: unknown } | undefined;

/**
 * Notes errors that nobody catches. To look on changes nothing: whether the process ends is for Node,
 * or for a handler of the program's, to say. Returns what undoes it.
 */
export function watchForCrash(): () => void {
  if (watchers++ === 0) process.on('uncaughtExceptionMonitor', note);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--watchers === 0) process.off('uncaughtExceptionMonitor', note);
  };
}

/** Why the process ends with this code, if an error that nobody caught is why. */
export function crashOf(exitCode: number): Ending | undefined {
  if (latest === undefined || exitCode === 0) return undefined;
  const { origin, error } = latest;
  const text = (errorStack(error) || errorText(error)).slice(0, LONGEST);
  return { reason: origin, error: text };
}

function note(error: unknown, origin: string): void {
  latest = { origin, error };
}
