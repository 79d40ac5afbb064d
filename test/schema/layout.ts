import { Float, type Item, Tagged } from './cbor.ts';
import type { Schema, Struct, Type } from './schema.ts';

/** Whether an item may be of a type, judged by its head and, for a struct, by those of its fields. */
export function fits(schema: Schema, type: Type, item: Item): boolean {
  switch (type.is) {
    case 'opaque':
      return true;
    case 'uint':
      return typeof item === 'number';
    case 'bool':
      return typeof item === 'boolean';
    case 'text':
      return typeof item === 'string';
    case 'bytes':
      return Buffer.isBuffer(item);
    case 'float':
      return item instanceof Float;
    case 'span':
      return Array.isArray(item) && item.length === 2 && item.every((n) => typeof n === 'number');
    case 'option':
      return Array.isArray(item) && item.length <= 1;
    case 'list':
      return Array.isArray(item);
    case 'named':
      return fitsNamed(schema, type.name, item);
  }
}

function fitsNamed(schema: Schema, name: string, item: Item): boolean {
  const variants = schema.enums.get(name);
  if (variants !== undefined) return item instanceof Tagged && variants.has(item.tag);
  const texts = schema.values.get(name);
  if (texts !== undefined) return typeof item === 'number' && texts.has(item);
  return layoutOf(schema, name, item) !== undefined;
}

/** The generation of a struct that an item has: the first whose length and fields' types fit. */
export function layoutOf(schema: Schema, name: string, item: Item): Struct | undefined {
  return schema.structs.get(name)?.find(({ fields }) => {
    if (fields.length === 1) return fits(schema, fields[0]!.type, item);
    return (
      Array.isArray(item) &&
      item.length === fields.length &&
      fields.every(({ type }, i) => fits(schema, type, item[i] as Item))
    );
  });
}
