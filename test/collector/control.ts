import { aspectOf } from './aspects.ts';
import { compare } from './compare.ts';
import type { Item } from './facts.ts';

/** One fact of an item. */
interface Sample {
  readonly item: Item;
  readonly path: string;
}

/**
 * Proves that a comparison without differences could have failed: one fact of each aspect is
 * altered in what was sent, then taken out, and an item too; each time just that must be reported.
 *
 * @returns what went unnoticed
 */
export function unnoticed(
  sent: readonly Item[],
  received: readonly Item[],
  unknown: RegExp,
): string[] {
  const samples = [...oneOfEach(sent)];
  const ids = new Set(samples.map(([, { item }]) => item.id));
  const few = sent.filter(({ id }) => ids.has(id));
  const theirs = received.filter(({ id }) => ids.has(id));
  const notices = (items: readonly Item[]): boolean =>
    compare(items, theirs, unknown).differences.length === 1;
  const missed: string[] = [];
  for (const [aspect, { item, path }] of samples) {
    for (const fact of ['altered', undefined]) {
      const others = few.map((one) => (one === item ? withFact(one, path, fact) : one));
      if (!notices(others)) missed.push(`${aspect}: ${path} ${fact ?? 'taken out'}`);
    }
  }
  if (!notices(few.slice(1))) missed.push('an item that was not sent');
  return missed;
}

/** The first fact of each aspect. */
function oneOfEach(items: readonly Item[]): Map<string, Sample> {
  const found = new Map<string, Sample>();
  for (const item of items) {
    for (const path of item.facts.keys()) {
      const aspect = aspectOf(path);
      if (!found.has(aspect)) found.set(aspect, { item, path });
    }
  }
  return found;
}

function withFact(item: Item, path: string, fact: string | undefined): Item {
  const facts = new Map(item.facts);
  if (fact === undefined) facts.delete(path);
  else facts.set(path, fact);
  return { ...item, facts };
}
