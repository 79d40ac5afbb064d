import { decode, type Item } from './cbor.ts';
import { Comparison, type Counts, type Mismatch, NO_JSON } from './compare.ts';
import { Coverage } from './coverage.ts';
import type { Schema } from './schema.ts';
import { type Order, parsed, type Source, type Swc, serialised } from './swc.ts';

/** A program as a plugin gets it, and as the parser prints it. */
export interface Sample {
  readonly source: Source;
  readonly order: Order;
  readonly item: Item;
  readonly json: unknown;
}

export interface Report {
  readonly counts: Counts;
  readonly mismatches: readonly Mismatch[];
  readonly coverage: Coverage;
}

const PROGRAM = { is: 'named', name: 'Program' } as const;
/** Base64 ends on whole groups of three bytes. */
const PADDING = 2;

/**
 * What a version of @swc/core hands to plugins for a source: as it comes from the parser, with the
 * JSON that the same version prints, and as it comes in the default order, by when types are gone
 * and decorators lowered, a state of which there is no JSON. Undefined if the version does not
 * parse the source.
 */
export function samplesOf(
  swc: typeof Swc,
  plugin: string,
  source: Source,
): readonly Sample[] | undefined {
  let program: Swc.Program;
  try {
    program = parsed(swc, source);
  } catch {
    return undefined;
  }
  const sample = (order: Order, json: unknown): Sample => {
    const item = decode(serialised(swc, plugin, source, order), PADDING);
    return { source, order, item, json };
  };
  return [sample('first', program), sample('default', NO_JSON)];
}

/** Walks samples by the schema; takes them one by one, since a large corpus does not fit in memory. */
export function verify(schema: Schema, samples: Iterable<Sample>): Report {
  const coverage = new Coverage();
  const counts = { walked: 0, compared: 0 };
  const mismatches: Mismatch[] = [];
  for (const { source, order, item, json } of samples) {
    const comparison = new Comparison(schema, coverage, source, order);
    comparison.visit(PROGRAM, item, json, '');
    counts.walked += comparison.counts.walked;
    counts.compared += comparison.counts.compared;
    mismatches.push(...comparison.mismatches);
  }
  return { counts, mismatches, coverage };
}
