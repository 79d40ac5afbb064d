import { aspectOf } from './aspects.ts';
import type { Item } from './facts.ts';

/** Something that was not received as it was sent. */
export interface Difference {
  readonly item: string;
  /** What of the item; the item itself if undefined. */
  readonly path: string | undefined;
  readonly sent: string | undefined;
  readonly received: string | undefined;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Equal facts by aspect. */
  readonly equal: ReadonlyMap<string, number>;
}

/** Compares all items, and all that is said of them, but for what the sender does not know. */
export function compare(
  sent: readonly Item[],
  received: readonly Item[],
  unknown: RegExp = /^$/,
): Comparison {
  const equal = new Map<string, number>();
  const differences: Difference[] = [];
  const rest = new Map<string, Item>();
  for (const item of received) {
    if (rest.has(item.id)) differences.push(whole(item, 'once', 'more than once'));
    else rest.set(item.id, item);
  }
  for (const item of sent) {
    const other = rest.get(item.id);
    rest.delete(item.id);
    if (other === undefined) differences.push(whole(item, 'yes', undefined));
    else differences.push(...compareFacts(item, other, unknown, equal));
  }
  for (const item of rest.values()) differences.push(whole(item, undefined, 'yes'));
  return { differences, equal };
}

function whole({ id }: Item, sent: string | undefined, received: string | undefined): Difference {
  return { item: id, path: undefined, sent, received };
}

function compareFacts(
  sent: Item,
  received: Item,
  unknown: RegExp,
  equal: Map<string, number>,
): Difference[] {
  const differences: Difference[] = [];
  for (const path of new Set([...sent.facts.keys(), ...received.facts.keys()])) {
    const [was, is] = [sent.facts.get(path), received.facts.get(path)];
    const aspect = aspectOf(path);
    if (was === is) equal.set(aspect, (equal.get(aspect) ?? 0) + 1);
    else if (was !== undefined || !unknown.test(path)) {
      differences.push({ item: sent.id, path, sent: was, received: is });
    }
  }
  return differences;
}
