import { type Fields, type FieldValue, setField } from '../../base/value.ts';
import type { Reader } from './reader.ts';

/** Tags of `AnyValue` and `KeyValue`. */
const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;
const ARRAY = 0x2a;
const KVLIST = 0x32;
const BYTES = 0x3a;
const KEY = 0x0a;
const VALUE = 0x12;
const ELEMENT = 0x0a;

/** Reads a `KeyValue` into `fields`. */
export function readAttribute(reader: Reader, fields: Fields): void {
  let key = '';
  let value: FieldValue = null;
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === KEY) key = reader.text();
    else if (tag === VALUE) value = readValue(reader.message());
    else reader.skip(tag);
  }
  setField(fields, key, value);
}

/** Reads an `AnyValue`; an empty one is null. */
export function readValue(reader: Reader): FieldValue {
  let value: FieldValue = null;
  while (!reader.done) value = readKind(reader, reader.uint());
  return value;
}

function readKind(reader: Reader, tag: number): FieldValue {
  switch (tag) {
    case STRING:
      return reader.text();
    case BOOL:
      return reader.uint() !== 0;
    case INT:
      return readInt(reader);
    case DOUBLE:
      return reader.double();
    case ARRAY:
      return readElements(reader.message());
    case KVLIST:
      return readFields(reader.message());
    case BYTES:
      return reader.bytes().slice();
    default:
      reader.skip(tag);
      return null;
  }
}

function readInt(reader: Reader): number | bigint {
  const value = reader.int64();
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readElements(reader: Reader): FieldValue[] {
  const elements: FieldValue[] = [];
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === ELEMENT) elements.push(readValue(reader.message()));
    else reader.skip(tag);
  }
  return elements;
}

function readFields(reader: Reader): Fields {
  const fields: Fields = {};
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === ELEMENT) readAttribute(reader.message(), fields);
    else reader.skip(tag);
  }
  return fields;
}
