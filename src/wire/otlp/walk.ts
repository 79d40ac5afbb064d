import { Word } from '../record.ts';
import type { Segment } from '../source.ts';

/** Shortest record: nothing can be read of one that says it is shorter. */
const SHORTEST = 2;

/**
 * Calls `visit` with index, words and kind of each record, fill included. Stops at one that
 * cannot be.
 */
export function everyRecord(
  segment: Segment,
  visit: (at: number, length: number, kind: number) => void,
): void {
  const { words } = segment;
  for (let at = 0; at + SHORTEST <= words.length; ) {
    const length = (words[at + Word.LENGTH] as number) >> 2;
    if (length < SHORTEST || at + length > words.length) return;
    visit(at, length, (words[at + Word.HEAD] as number) & 0xff);
    at += length;
  }
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
