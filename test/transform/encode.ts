import { Float, type Item, Tagged } from '../schema/cbor.ts';

/** Writes an item as SWC does: each size in as few bytes as it takes. */
export function encode(item: Item): Buffer {
  if (typeof item === 'number') return head(0, item);
  if (Buffer.isBuffer(item)) return Buffer.concat([head(2, item.length), item]);
  if (typeof item === 'string') {
    const text = Buffer.from(item);
    return Buffer.concat([head(3, text.length), text]);
  }
  if (Array.isArray(item)) return Buffer.concat([head(4, item.length), ...item.map(encode)]);
  if (item instanceof Tagged) return Buffer.concat([head(6, item.tag), encode(item.value)]);
  if (item instanceof Float) {
    const double = Buffer.of(0xfb, 0, 0, 0, 0, 0, 0, 0, 0);
    double.writeDoubleBE(item.value, 1);
    return double;
  }
  return Buffer.of(item ? 0xf5 : 0xf4);
}

function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) return Buffer.of(type | argument);
  if (argument < 0x100) return Buffer.of(type | 24, argument);
  const width = argument < 0x10000 ? 2 : 4;
  const bytes = Buffer.alloc(1 + width, type | (width === 2 ? 25 : 26));
  bytes.writeUIntBE(argument, 1, width);
  return bytes;
}
