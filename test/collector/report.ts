import { ASPECTS_OF } from './aspects.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import { unnoticed } from './control.ts';
import type { Item, Signal } from './facts.ts';
import type { Route, Sent } from './senders/sender.ts';

const SHOWN = 10;

/** What came of one way to send. */
export interface Outcome {
  readonly columns: readonly string[];
  /** What was compared. */
  readonly aspects: readonly string[];
  readonly problems: readonly string[];
}

export const HEADINGS: readonly string[] = [
  'receiver',
  'sender',
  'body',
  'spans',
  'logs',
  'facts equal',
  'differ',
];

/** Judges what was received on a route. */
export function judge(
  names: readonly [receiver: string, sender: string],
  route: Route,
  { items, unknown = /^$/ }: Sent,
  all: readonly Item[],
): Outcome {
  const received = all.filter((item) => routeOf(item) === JSON.stringify(route.id));
  const comparison = compare(items, received, unknown);
  const { differences, equal } = comparison;
  const count = (signal: Signal): string =>
    String(received.filter((item) => item.signal === signal).length);
  const body = `${route.json ? 'JSON' : 'protobuf'}${route.gzip ? ', gzip' : ''}`;
  const facts = [...equal.values()].reduce((sum, one) => sum + one, 0);
  // One that has failed needs no proof that it can.
  const control = differences.length > 0 ? [] : unnoticed(items, received, unknown);
  return {
    columns: [
      ...names,
      body,
      count('traces'),
      count('logs'),
      String(facts),
      String(differences.length),
    ],
    aspects: [...equal.keys()],
    problems: [
      ...shortened(differences.map(differenceText)),
      ...unseen(route.signals, comparison).map((aspect) => `nothing was compared of: ${aspect}`),
      ...control.map((what) => `went unnoticed: ${what}`),
    ],
  };
}

/** Lines of a table. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}

function routeOf({ facts }: Item): string | undefined {
  return facts.get('resource.attributes.test.route');
}

function unseen(signals: readonly Signal[], { equal }: Comparison): string[] {
  const wanted = new Set(signals.flatMap((signal) => ASPECTS_OF[signal]));
  return [...wanted].filter((aspect) => !equal.has(aspect));
}

function differenceText({ item, path, sent, received }: Difference): string {
  const what = path === undefined ? item : `${item} ${path}`;
  return `${what}: sent ${sent ?? 'nothing'}, received ${received ?? 'nothing'}`;
}

function shortened(lines: readonly string[]): string[] {
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `… and ${more} more`] : [...lines];
}
