import { type Fields, type FieldValue, setField } from '../../base/value.ts';
import { AnyValueTag, ELEMENT_TAG, KeyValueTag } from '../otlp-tags.ts';
import type { Reader } from './reader.ts';

const { STRING, BOOL, INT, DOUBLE, ARRAY, KVLIST, BYTES } = AnyValueTag;
const { KEY, VALUE } = KeyValueTag;

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
    if (tag === ELEMENT_TAG) elements.push(readValue(reader.message()));
    else reader.skip(tag);
  }
  return elements;
}

function readFields(reader: Reader): Fields {
  const fields: Fields = {};
  while (!reader.done) {
    const tag = reader.uint();
    if (tag === ELEMENT_TAG) readAttribute(reader.message(), fields);
    else reader.skip(tag);
  }
  return fields;
}
