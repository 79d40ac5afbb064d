import { KeyValueTag } from '../otlp-tags.ts';
import { Tag, type WireSite } from '../record.ts';
import { type Encoder, varintLength } from './encoder.ts';
import { concat, field } from './message.ts';

/** Number of `KeyValue.key`. */
const KEY = 1;

/** For each of a site's names, what stands in a `KeyValue` ahead of the value. */
export function keysOf({ names = [] }: WireSite): readonly (Uint8Array | null)[] {
  return names.map((name) =>
    name === null ? null : concat([field(KEY, name), Uint8Array.from([KeyValueTag.VALUE])]),
  );
}

/**
 * Values that a tail begins with, to be joined with their names: first measured, since a span has
 * its length ahead, then written.
 */
export class NamedValues {
  /** Bytes that they take more than in the tail. */
  added = 0;
  #count = 0;

  clear(): void {
    this.added = 0;
    this.#count = 0;
  }

  read(keys: readonly (Uint8Array | null)[], bytes: Uint8Array, start: number): void {
    this.#count = bytes[start] as number;
    this.added = -1; // The number itself.
    let at = start + 1;
    for (let i = 0; i < this.#count; i++) {
      const key = keys[i];
      if (key === null || key === undefined) continue;
      const length = valueLength(bytes, at);
      this.added += 1 + varintLength(key.length + length) + key.length;
      at += length;
    }
  }

  /** Returns how much of the tail they take. */
  write(
    keys: readonly (Uint8Array | null)[],
    bytes: Uint8Array,
    start: number,
    encoder: Encoder,
  ): number {
    if (this.#count === 0 && this.added === 0) return 0;
    let at = start + 1;
    for (let i = 0; i < this.#count; i++) {
      const key = keys[i];
      if (key === null || key === undefined) continue;
      const length = valueLength(bytes, at);
      encoder.byte(Tag.SPAN_ATTRIBUTE);
      encoder.varint(key.length + length);
      encoder.copyPart(key, 0, key.length);
      encoder.copyPart(bytes, at, length);
      at += length;
    }
    return at - start;
  }
}

/** Bytes of a value together with its length, which takes one byte or three. */
function valueLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1 + first;
  const second = bytes[at + 1] as number;
  return 3 + ((first & 0x7f) | ((second & 0x7f) << 7) | ((bytes[at + 2] as number) << 14));
}
