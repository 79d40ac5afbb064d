import { shared } from './shared.ts';

/** Something that instrumentation owes, and could not do: the stack was used up. */
export interface Overdue {
  /** Does it, or throws again. */
  makeUp(): void;
}

interface Debts {
  /** Earliest first. Where there is no stack there are no calls: who owes something writes it here. */
  readonly list: Overdue[];
  /** How many of them have been made up for. */
  settled: number;
  isSettling: boolean;
}

/** All that is overdue. It is made up for ahead of the next end of a span, with more stack. */
export const debts: Debts = shared('debts', () => ({ list: [], settled: 0, isSettling: false }));

/** Makes up for what is overdue, unless the stack is still used up. Throws nothing. */
export function settleDebts(): void {
  const { list, isSettling } = debts;
  if (isSettling) return;
  debts.isSettling = true;
  try {
    for (; debts.settled < list.length; debts.settled++) list[debts.settled]?.makeUp();
    list.length = 0;
    debts.settled = 0;
  } catch {} // The next end tries again.
  debts.isSettling = false;
}
