import { Flag, HEADER_WORDS, LogWord, RecordKind, SpanWord, Word } from '../record.ts';
import type { Segment } from '../source.ts';

/** Shortest record: nothing can be read of one that says it is shorter. */
const SHORTEST = 2;

/** Gets index, words and kind of a record. */
export type Visit = (at: number, length: number, kind: number) => void;

/**
 * Calls `visit` for each record of `words` from one index to another. Stops at one that cannot be,
 * and returns false then: where the next one begins, nobody knows.
 */
export function recordsBetween(
  words: Int32Array,
  from: number,
  until: number,
  visit: Visit,
): boolean {
  for (let at = from; at + SHORTEST <= until; ) {
    const length = (words[at + Word.LENGTH] as number) >> 2;
    if (length < SHORTEST || at + length > until) return false;
    visit(at, length, (words[at + Word.HEAD] as number) & 0xff);
    at += length;
  }
  return true;
}

/** Calls `visit` for each record of a segment, fill included; false if one cannot be. */
export function everyRecord({ words }: Segment, visit: Visit): boolean {
  return recordsBetween(words, 0, words.length, visit);
}

/**
 * Calls `visit` with the index of each record of a kind, and returns how many are broken: those
 * whose tail goes beyond their end, and one for what comes after a record that cannot be.
 */
export function eachRecord(segment: Segment, kind: number, visit: (at: number) => void): number {
  let broken = 0;
  const isWhole = everyRecord(segment, (at, length, found) => {
    if (found !== kind) return;
    if (holdsTail(segment.words, at, length, kind)) visit(at);
    else broken++;
  });
  return isWhole ? broken : broken + 1;
}

/** Whether a record is as long as its header and tail together. */
function holdsTail(words: Int32Array, at: number, length: number, kind: number): boolean {
  if (kind === RecordKind.LOG) {
    return isWithin(words[at + LogWord.TAIL_BYTES] as number, length - HEADER_WORDS.LOG);
  }
  if (((words[at + Word.HEAD] as number) & Flag.TAIL) === 0) return length >= HEADER_WORDS.SPAN;
  return isWithin(words[at + SpanWord.TAIL_BYTES] as number, length - HEADER_WORDS.SPAN_WITH_TAIL);
}

function isWithin(bytes: number, words: number): boolean {
  return words >= 0 && bytes >= 0 && bytes <= words * 4;
}

/** How many records of a kind there are. */
export function countRecords(segment: Segment, kind: number): number {
  let count = 0;
  eachRecord(segment, kind, () => {
    count++;
  });
  return count;
}
