import type { Outcome } from './run-program.ts';

/** How two runs differ: what kind of difference, and where it shows first. */
export interface Difference {
  readonly kind: string;
  readonly detail: string;
}

/** The first difference that the program, or who looks at its functions, can see. */
export function compareBehaviour(bare: Outcome, other: Outcome, kind: string): Difference | null {
  return (
    firstDifference(`${kind}: events`, bare.events, other.events) ??
    firstDifference(`${kind}: appearance`, bare.appearances, other.appearances)
  );
}

function firstDifference(
  kind: string,
  wanted: readonly string[],
  seen: readonly string[],
): Difference | null {
  const length = Math.max(wanted.length, seen.length);
  for (let at = 0; at < length; at++) {
    if (wanted[at] === seen[at]) continue;
    const before = wanted.slice(Math.max(0, at - 3), at).map((event) => `    ${event}`);
    const lines = [...before, `  - ${wanted[at] ?? '(end)'}`, `  + ${seen[at] ?? '(end)'}`];
    return { kind, detail: lines.join('\n') };
  }
  return null;
}
