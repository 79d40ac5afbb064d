import type { Fields, FieldValue } from '../../base/value.ts';

/** What `JSON.stringify` takes. */
export type Json = unknown;

/** Fields as `KeyValue`s. */
export function attributesJson(fields: Fields): Json[] {
  return Object.keys(fields).map((key) => ({ key, value: valueJson(fields[key] as FieldValue) }));
}

/** An `AnyValue`: integers of 64 bits are texts, bytes are base64, odd numbers have names. */
export function valueJson(value: FieldValue): Json {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: String(value) };
    case 'number':
      return numberJson(value);
    default:
      return value === null ? {} : objectJson(value);
  }
}

function numberJson(value: number): Json {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { intValue: String(value) };
  if (Number.isFinite(value)) return { doubleValue: Object.is(value, -0) ? '-0' : value };
  return { doubleValue: String(value) };
}

function objectJson(value: Uint8Array | FieldValue[] | Fields): Json {
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueJson) } };
  return { kvlistValue: { values: attributesJson(value) } };
}
