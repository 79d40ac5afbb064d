import { defineProperty } from './primordials.ts';

/** What a field may hold: exactly the kinds of OTLP's `AnyValue`, plus null for "no value". */
export type FieldValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | FieldValue[]
  | { [key: string]: FieldValue };

/** Recorded fields by name. */
export interface Fields {
  [key: string]: FieldValue;
}

/** What stands in for a redacted value. */
export const REDACTED = '[redacted]';

/** Stores `value` under `key` as a plain own property, even where `key` is `__proto__`. */
export function setField(fields: Fields, key: string, value: FieldValue): void {
  if (key === '__proto__') {
    defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  } else fields[key] = value;
}
