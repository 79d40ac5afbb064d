import { Word } from '../record.ts';
import type { Segment } from '../source.ts';

/** Shortest record: nothing can be read of one that says it is shorter. */
const SHORTEST = 2;

/** Gets index, words and kind of a record. */
export type Visit = (at: number, length: number, kind: number) => void;

/** Calls `visit` for each record of `words` from one index to another. Stops at one that cannot be. */
export function recordsBetween(words: Int32Array, from: number, until: number, visit: Visit): void {
  for (let at = from; at + SHORTEST <= until; ) {
    const length = (words[at + Word.LENGTH] as number) >> 2;
    if (length < SHORTEST || at + length > until) return;
    visit(at, length, (words[at + Word.HEAD] as number) & 0xff);
    at += length;
  }
}

/** Calls `visit` for each record of a segment, fill included. */
export function everyRecord({ words }: Segment, visit: Visit): void {
  recordsBetween(words, 0, words.length, visit);
}

/** Calls `visit` with the index of each record of a kind. */
export function eachRecord(segment: Segment, kind: number, visit: (at: number) => void): void {
  everyRecord(segment, (at, _, found) => {
    if (found === kind) visit(at);
  });
}

/** How many records of a kind there are. */
export function countRecords(segment: Segment, kind: number): number {
  let count = 0;
  eachRecord(segment, kind, () => {
    count++;
  });
  return count;
}
