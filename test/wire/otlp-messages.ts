import { join } from 'node:path';
import protobuf from 'protobufjs';
import type { Fields, FieldValue } from '../../src/base/value.ts';

const root = protobuf.loadSync(join(import.meta.dirname, 'proto/otlp.proto'));

/** Encodes a message by the official definitions. */
export function encodeMessage(type: string, message: object): Uint8Array {
  return root.lookupType(`otlp.${type}`).encode(message).finish();
}

/** A decoded message, or what `toObject` makes of one: ids in hex, 64-bit integers as texts. */
// biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they compare.
export type Message = any;

/** Decodes a message by the official definitions. */
export function decodeMessage(type: string, bytes: Uint8Array): Message {
  const message = root.lookupType(`otlp.${type}`).decode(bytes);
  return plain(message.$type.toObject(message, { longs: String, enums: Number, arrays: true }));
}

/** An attribute, with its value. */
export function keyValue(key: string, value: FieldValue): object {
  return { key, value: anyValue(value) };
}

/** Attributes in their order. */
export function keyValues(fields: Fields): object[] {
  return Object.keys(fields).map((key) => keyValue(key, fields[key] as FieldValue));
}

/** `value` as an `AnyValue`: safe integers are `int_value`, all other numbers `double_value`. */
export function anyValue(value: FieldValue): object {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: long(value) };
  if (typeof value === 'number') {
    const isInt = Number.isSafeInteger(value) && !Object.is(value, -0);
    return isInt ? { intValue: long(BigInt(value)) } : { doubleValue: value };
  }
  if (value instanceof Uint8Array) return { bytesValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value) } };
}

/** A 64-bit integer as protobufjs takes it. */
export function long(value: bigint): { low: number; high: number; unsigned: boolean } {
  const low = Number(BigInt.asIntN(32, value));
  return { low, high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: false };
}

/** The field value of a decoded `AnyValue`. */
export function fieldValue(value: Message): FieldValue {
  const [kind, content] = Object.entries<Message>(value ?? {})[0] ?? [];
  switch (kind) {
    case undefined:
      return null;
    case 'intValue': {
      const number = Number(content);
      return Number.isSafeInteger(number) ? number : BigInt(content);
    }
    case 'arrayValue':
      return (content.values ?? []).map(fieldValue);
    case 'kvlistValue':
      return fieldsOf(content.values ?? []);
    case 'bytesValue':
      return new Uint8Array(content); // Not a Buffer.
    default:
      return content;
  }
}

/** Decoded attributes as fields. */
export function fieldsOf(attributes: readonly Message[]): Fields {
  return Object.fromEntries(attributes.map(({ key = '', value }) => [key, fieldValue(value)]));
}

/** Bytes that are ids become hex, so that what differs can be read. */
function plain(message: Message): Message {
  if (Array.isArray(message)) return message.map(plain);
  if (message instanceof Uint8Array || typeof message !== 'object' || message === null) {
    return message;
  }
  return Object.fromEntries(
    Object.entries<Message>(message).map(([key, value]) => [
      key,
      /(trace|span)Id$/i.test(key) ? Buffer.from(value).toString('hex') : plain(value),
    ]),
  );
}
