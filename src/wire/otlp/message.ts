import type { Fields, FieldValue } from '../../base/value.ts';
import { AttributeWriter } from '../attributes.ts';
import { NO_ROOM } from '../message-writer.ts';

/** Bytes of a `varint`. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A field of a message whose value has a length: a message, a text, bytes. */
export function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

/** One after another. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Attributes as fields with the tag `tag`. Not for the hot path. */
export function attributes(tag: number, fields: Fields): Uint8Array {
  return concat(Object.keys(fields).map((key) => attribute(tag, key, fields[key] as FieldValue)));
}

function attribute(tag: number, key: string, value: FieldValue): Uint8Array {
  for (let capacity = 1024; ; capacity *= 4) {
    const writer = new AttributeWriter(new ArrayBuffer(capacity));
    if (tryTo(() => writer.attribute(tag, key, value))) {
      return writer.bytes.subarray(0, writer.position);
    }
  }
}

function tryTo(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error !== NO_ROOM) throw error;
    return false;
  }
}
