import type { Segment, Source } from '../../wire/source.ts';

const FIRST_BYTES = 16_384;

/** Gathers the records of each thread into one run, until there are enough of them. */
export class Gatherer {
  byteLength = 0;
  #runs = new Map<Source, Run>();
  /** What each thread needed the last time, which it may need again. */
  readonly #needed = new WeakMap<Source, number>();
  readonly #firstBytes: number;

  /** @param firstBytes what is allocated for a thread at first */
  constructor(firstBytes: number = FIRST_BYTES) {
    this.#firstBytes = firstBytes;
  }

  /** Copies whole records of a thread. */
  add(source: Source, bytes: Uint8Array): void {
    let run = this.#runs.get(source);
    if (run === undefined) {
      run = new Run(Math.max(this.#firstBytes, this.#needed.get(source) ?? 0));
      this.#runs.set(source, run);
    }
    run.append(bytes);
    this.byteLength += bytes.length;
  }

  /** What was gathered; from now on anew. */
  take(): Segment[] {
    const segments = [...this.#runs].map(([source, run]) => run.segment(source));
    for (const { source, bytes } of segments) this.#needed.set(source, bytes.length);
    this.#runs = new Map();
    this.byteLength = 0;
    return segments;
  }
}

class Run {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(firstBytes: number) {
    this.#bytes = new Uint8Array(firstBytes);
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  segment(source: Source): Segment {
    const bytes = this.#bytes.subarray(0, this.#length);
    return { source, bytes, words: new Int32Array(bytes.buffer, 0, this.#length / 4) };
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
