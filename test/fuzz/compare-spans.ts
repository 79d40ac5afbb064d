import type { RecordedSpan } from 'spanfn/testing';
import type { Census, Count } from './census.ts';
import type { Difference } from './compare.ts';
import type { Outcome } from './run-program.ts';
import { type FunctionFacts, functionsOf, type Node } from './tree.ts';

/** Id of the function that a span is of, if its function has one. */
const idOf = (name: string): string | undefined => /(?:^|\W)(f\d+)$/.exec(name)?.[1];

/** What is wrong with the spans of a recorded run, by what the census knows of the calls. */
export function compareSpans(tree: Node, { counts }: Census, outcome: Outcome): Difference | null {
  const { spans = [], events = [] } = outcome.recording ?? {};
  const byId = grouped(spans, (span) => idOf(span.name));
  const known = functionsOf(tree).filter(({ named, movable }) => named && movable);
  return (
    first('spans: leak', outcome.leaks) ??
    first('spans: begin and end', unpaired(spans, events)) ??
    first(
      'spans: count',
      known.flatMap((facts) => miscounted(facts, counts, byId)),
    ) ??
    first('spans: context', misplaced(outcome, new Set(known.map(({ id }) => id)), byId))
  );
}

/** Code whose spans nobody wants must leave nothing behind. */
export function compareContext(outcome: Outcome): Difference | null {
  const set = outcome.stage.probes.filter(({ current }) => current !== undefined);
  return first('off: context', [
    ...outcome.leaks,
    ...set.map(({ id, current }) => `${current} is current in ${id}`),
  ]);
}

function first(kind: string, details: readonly string[]): Difference | null {
  return details[0] === undefined
    ? null
    : { kind, detail: `  ${details.slice(0, 5).join('\n  ')}` };
}

function unpaired(
  spans: readonly RecordedSpan[],
  events: readonly { readonly type: string; readonly span: RecordedSpan }[],
): string[] {
  const byIndex = grouped(events, ({ span }) => span.index);
  return spans.flatMap((span) => {
    const types =
      byIndex
        .get(span.index)
        ?.map(({ type }) => type)
        .join(', ') ?? '';
    const isOpen = types === 'begin' && span.kind === 'async';
    return isOpen || types === 'begin, end' ? [] : [`${span.name} (${span.kind}): ${types}`];
  });
}

function miscounted(
  { id, kind }: FunctionFacts,
  counts: ReadonlyMap<string, Count>,
  byId: ReadonlyMap<string | undefined, RecordedSpan[]>,
): string[] {
  const { calls = 0, open = 0, vague = false } = counts.get(id) ?? {};
  const spans = byId.get(id) ?? [];
  const stillOpen = spans.filter(({ ended }) => !ended).length;
  const right = vague ? spans.length <= calls : spans.length === calls && stillOpen === open;
  if (right) return [];
  return [
    `${id} (${kind}): ${calls} calls, ${open} of them open; ${spans.length} spans, ${stillOpen} of them open`,
  ];
}

/** In a function that makes spans, its own is current; at the top, none. */
function misplaced(
  { stage }: Outcome,
  known: ReadonlySet<string>,
  byId: ReadonlyMap<string | undefined, RecordedSpan[]>,
): string[] {
  return stage.probes
    .filter(({ id, current }) =>
      id === ''
        ? current !== undefined
        : known.has(id) && byId.has(id) && idOf(current ?? '') !== id,
    )
    .map(({ id, current }) => `${current ?? 'nothing'} is current in ${id || 'the program'}`);
}

function grouped<K, T>(members: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return groups;
}
