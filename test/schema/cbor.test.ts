import { expect, test } from 'vitest';
import { decode, Float, Tagged } from './cbor.ts';
import { wtf8 } from './wtf8.ts';

const of = (hex: string, padding = 0): unknown => decode(Buffer.from(hex, 'hex'), padding);

// From appendix A of RFC 8949.
test.each([
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['f4', false],
  ['f5', true],
  ['6161', 'a'],
  ['62c3bc', 'ü'],
  ['80', []],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  ['4401020304', Buffer.from([1, 2, 3, 4])],
  ['fb3ff199999999999a', new Float(1.1)],
  ['c11a514b67b0', new Tagged(1, 1363896240)],
  ['d82076', undefined],
])('%s', (hex, item) => {
  if (item === undefined) expect(() => of(hex)).toThrow(/cut off/);
  else expect(of(hex)).toEqual(item);
});

test('refuses what SWC never writes', () => {
  for (const hex of ['20', 'a0', 'f6', 'f97e00', '5f', '9f', 'ff', '1c'])
    expect(() => of(hex)).toThrow(/no (item|simple value|size)/);
});

test('allows no more than the padding after the item', () => {
  expect(of('000000', 2)).toBe(0);
  expect(() => of('000000', 1)).toThrow(/2 bytes left/);
});

test('WTF-8 is UTF-8 with lone surrogates', () => {
  for (const text of ['', 'plain', '한국어 é 😀', '\ud7ff\ue000'])
    expect(wtf8(Buffer.from(text))).toBe(text);
  expect(wtf8(Buffer.from('61eda08062edbfbf', 'hex'))).toBe('a\ud800b\udfff');
});
