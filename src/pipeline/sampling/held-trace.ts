import { Flag, SpanWord, Word } from '../../wire/record.ts';
import type { Segment } from '../../wire/source.ts';
import { Gatherer } from '../sidecar/gather.ts';

/** Of each trace and thread, at first: most traces are small. */
const FIRST_BYTES = 1024;
const STATUS_ERROR = 2;

/** A trace's id as a key: eight UTF-16 units of 16 bits. */
export function traceKey(words: Int32Array, record: number): string {
  const at = record + Word.TRACE;
  const a = words[at] as number;
  const b = words[at + 1] as number;
  const c = words[at + 2] as number;
  const d = words[at + 3] as number;
  return String.fromCharCode(a >>> 16, a, b >>> 16, b, c >>> 16, c, d >>> 16, d);
}

/** Whether nothing is above the span in its thread. */
export function isLocalRoot(words: Int32Array, record: number): boolean {
  const head = words[record + Word.HEAD] as number;
  const parent = record + SpanWord.PARENT;
  return (head & Flag.REMOTE_PARENT) !== 0 || (words[parent] === 0 && words[parent + 1] === 0);
}

/** The spans of one trace that wait for its end, and what a decision needs to know of them. */
export class HeldTrace {
  readonly key: string;
  /** When its first span came, in milliseconds. */
  readonly since: number;
  /** When its local root ended; undefined until then. */
  endedAt: number | undefined;
  /** The last two words of its id. */
  readonly c: number;
  readonly d: number;
  failed = false;
  spans = 0;
  /** Unix time in milliseconds. */
  #begin: number = Number.POSITIVE_INFINITY;
  #end: number = Number.NEGATIVE_INFINITY;
  readonly #records = new Gatherer(FIRST_BYTES);

  constructor(key: string, since: number) {
    this.key = key;
    this.since = since;
    this.c = (key.charCodeAt(4) << 16) | key.charCodeAt(5);
    this.d = (key.charCodeAt(6) << 16) | key.charCodeAt(7);
  }

  get byteLength(): number {
    return this.#records.byteLength;
  }

  /** Milliseconds from the first begin to the last end that were seen. */
  get duration(): number {
    return this.#end - this.#begin;
  }

  /** Copies the span whose record begins at this word. */
  add(segment: Segment, at: number, length: number): void {
    const { words, bytes, source } = segment;
    const anchor = Number(source.wallAnchor) / 1e6;
    this.#begin = Math.min(this.#begin, anchor + milliseconds(words, at + SpanWord.BEGIN));
    this.#end = Math.max(this.#end, anchor + milliseconds(words, at + SpanWord.END));
    const status = ((words[at + Word.HEAD] as number) >> Flag.STATUS_SHIFT) & 3;
    if (status === STATUS_ERROR) this.failed = true;
    this.#records.add(source, bytes.subarray(at * 4, (at + length) * 4));
    this.spans++;
  }

  /** Hands over all that was copied. */
  release(into: Gatherer): void {
    for (const { source, bytes } of this.#records.take()) into.add(source, bytes);
  }
}

/** Reads monotonic nanoseconds: exact enough for milliseconds, at any uptime. */
function milliseconds(words: Int32Array, at: number): number {
  const low = (words[at] as number) >>> 0;
  const high = words[at + 1] as number;
  return (high * 0x1_0000_0000 + low) / 1e6;
}
