import { KeyValueTag } from '../otlp-tags.ts';
import type { WireSite } from '../record.ts';
import { type Encoder, type Packed, packed } from './encoder.ts';
import { concat, field } from './message.ts';

/** Number of `KeyValue.key`. */
const KEY = 1;

/** For each of a site's names, what stands in a `KeyValue` ahead of the value. */
export type Keys = readonly (Packed | null)[];

/** The keys of a site's names. */
export function keysOf({ names = [] }: WireSite): Keys {
  return names.map((name) =>
    name === null ? null : packed(concat([field(KEY, name), Uint8Array.from([KeyValueTag.VALUE])])),
  );
}

/**
 * Writes the values that a tail begins with as attributes, joined with their names, each as the
 * field `tag` of a message. Returns where they end; beyond `end` if they are broken.
 */
export function writeNamed(
  encoder: Encoder,
  tag: number,
  keys: Keys,
  view: DataView,
  start: number,
  end: number,
): number {
  if (start >= end) return end + 1;
  const count = view.getUint8(start);
  let at = start + 1;
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    if (key === null || key === undefined) continue;
    const length = valueLength(view, at, end);
    if (at + length > end) return end + 1;
    encoder.joined(tag, key, view, at, length);
    at += length;
  }
  return at;
}

/** Bytes of a value together with its length, which takes one byte or three. */
function valueLength(view: DataView, at: number, end: number): number {
  if (at >= end) return 1;
  const first = view.getUint8(at);
  if (first < 0x80) return 1 + first;
  if (at + 3 > end) return 3;
  const rest = view.getUint8(at + 1) & 0x7f;
  return 3 + ((first & 0x7f) | (rest << 7) | (view.getUint8(at + 2) << 14));
}
