import type { Fields, FieldValue } from '../../base/value.ts';

/**
 * A value as JSON that people read and query: `{"rows":1}`. Integers keep all their digits and -0
 * its sign; bytes are base64, and numbers that JSON has no word for are texts.
 */
export function plainJson(value: FieldValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.toWellFormed());
    case 'number':
      return numberJson(value);
    case 'object':
      return value === null ? 'null' : objectJson(value);
    default:
      return String(value);
  }
}

function numberJson(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function objectJson(value: Uint8Array | FieldValue[] | Fields): string {
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (Array.isArray(value)) return `[${value.map(plainJson).join(',')}]`;
  const members = Object.keys(value).map(
    (key) => `${plainJson(key)}:${plainJson(value[key] as FieldValue)}`,
  );
  return `{${members.join(',')}}`;
}
