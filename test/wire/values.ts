import type { Fields, FieldValue } from '../../src/base/value.ts';

/** One of every kind of value, and of those that encoders get wrong. */
export const SCALARS: Readonly<Record<string, FieldValue>> = {
  NaN: Number.NaN,
  'minus zero': -0,
  zero: 0,
  Infinity: Number.POSITIVE_INFINITY,
  'minus Infinity': Number.NEGATIVE_INFINITY,
  '1e300': 1e300,
  'beyond safe integers': 2 ** 53 + 2,
  'a negative integer': -1,
  'more than 32 bits': 2 ** 40 + 1,
  fraction: 0.1,
  'largest int64': 2n ** 63n - 1n,
  'smallest int64': -(2n ** 63n),
  'no text': '',
  'text of many bytes': 'ä→🙂\u0000\ufeff',
  'text with a mark of byte order ahead': '\ufeffx',
  'long text': 'x'.repeat(70_000),
  true: true,
  false: false,
  null: null,
  bytes: new Uint8Array([0, 127, 128, 255]),
  'no bytes': new Uint8Array(),
};

/** Each alone, in a list, in an object, and in both. */
export const VALUES: readonly [string, FieldValue][] = Object.entries(SCALARS).flatMap(
  ([name, value]): [string, FieldValue][] => [
    [name, value],
    [`list of ${name}`, [value, value]],
    [`object of ${name}`, { a: value, [name]: value }],
    [`list of objects of lists of ${name}`, [{ a: [value, []] }, {}]],
  ],
);

/** Names that are something else to an object. */
export const ODD_NAMES: Fields = JSON.parse(
  '{"__proto__":{"__proto__":1},"constructor":2,"toString":"x","":3,"ключ":4}',
);
