import type { Message } from '../../wire/otlp-messages.ts';

/** A value as a program records it, and the `AnyValue` that has to arrive, in OTLP's JSON. */
type Known = readonly [name: string, value: unknown, arrives: Message];

const INT64_MAX = 2n ** 63n - 1n;

const KNOWN: readonly Known[] = [
  ['text', 'text', { stringValue: 'text' }],
  ['no text', '', { stringValue: '' }],
  ['ünïcode → 🙂', 'ß→🙂\n\u0000"\\', { stringValue: 'ß→🙂\n\u0000"\\' }],
  ['half a pair', 'a\ud800b', { stringValue: 'a\ufffdb' }],
  ['long text', '→'.repeat(4000), { stringValue: '→'.repeat(4000) }],
  ['yes', true, { boolValue: true }],
  ['no', false, { boolValue: false }],
  ['zero', 0, { intValue: '0' }],
  ['int', 300, { intValue: '300' }],
  ['negative', -1, { intValue: '-1' }],
  ['safe', 2 ** 53 - 1, { intValue: '9007199254740991' }],
  ['bigint', INT64_MAX, { intValue: '9223372036854775807' }],
  ['negative bigint', -INT64_MAX - 1n, { intValue: '-9223372036854775808' }],
  ['larger bigint', INT64_MAX + 1n, { stringValue: '9223372036854775808' }],
  ['double', 0.1, { doubleValue: 0.1 }],
  ['large', 1e300, { doubleValue: 1e300 }],
  ['smallest', 5e-324, { doubleValue: 5e-324 }],
  ['minus zero', -0, { doubleValue: '-0' }],
  ['not a number', Number.NaN, { doubleValue: 'NaN' }],
  ['infinity', Infinity, { doubleValue: 'Infinity' }],
  ['minus infinity', -Infinity, { doubleValue: '-Infinity' }],
  ['null', null, {}],
  ['bytes', Uint8Array.of(0, 1, 254, 255), { bytesValue: 'AAH+/w==' }],
  ['no bytes', new Uint8Array(), { bytesValue: '' }],
  ['none', [], { arrayValue: { values: [] } }],
  [
    'list',
    [1, 'two', null, [true]],
    {
      arrayValue: {
        values: [
          { intValue: '1' },
          { stringValue: 'two' },
          {},
          { arrayValue: { values: [{ boolValue: true }] } },
        ],
      },
    },
  ],
  [
    'object',
    { a: { b: 0.5 }, c: [] },
    {
      kvlistValue: {
        values: [
          {
            key: 'a',
            value: { kvlistValue: { values: [{ key: 'b', value: { doubleValue: 0.5 } }] } },
          },
          { key: 'c', value: { arrayValue: { values: [] } } },
        ],
      },
    },
  ],
];

/** A value of every kind. */
export const VALUES: Readonly<Record<string, unknown>> = Object.fromEntries(
  KNOWN.map(([name, value]) => [name, value]),
);

/** The attributes that they have to become. */
export const VALUES_ARRIVE: readonly Message[] = KNOWN.map(([key, , value]) => ({ key, value }));
