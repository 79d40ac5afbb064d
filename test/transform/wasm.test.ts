import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../fuzz/generate/random.ts';
import { decode, type Item, Tagged } from '../schema/cbor.ts';
import { encode } from './encode.ts';
import { type Answers, handshake, IMPORTS, transform, type Verdict } from './host.ts';
import { RuntimeError } from './web-assembly.ts';
import { beginsWellFormed } from './well-formed.ts';

const FOLDER = join(import.meta.dirname, 'programs');
const PROGRAMS = readdirSync(FOLDER).map((name) => ({
  name,
  program: readFileSync(join(FOLDER, name)),
}));
const named = (name: string): Buffer =>
  PROGRAMS.find((program) => program.name === name)?.program as Buffer;

const AUTO: Answers = {
  config: '{"auto":"all"}',
  file: 'src/input.ts',
  folder: '/project',
  positions: true,
};

/** What must hold of any input: the same back, a program that can be read, or a report and an end. */
function faultOf(input: Buffer, { result, reported, trap }: Verdict): string | undefined {
  if (trap !== undefined) {
    if (!(trap instanceof RuntimeError)) return `ended with ${trap}`;
    return reported.length > 0 ? undefined : `ended without a word: ${trap}`;
  }
  if (result === undefined) return 'gave no result';
  return result.equals(input) || beginsWellFormed(result) ? undefined : 'gave what cannot be read';
}

/** Transforms many inputs and gives what is wrong with any; and how they ended. */
function campaign(inputs: Iterable<Buffer>): { faults: string[]; ends: Record<string, number> } {
  const faults: string[] = [];
  const ends = { unchanged: 0, changed: 0, refused: 0 };
  for (const input of inputs) {
    const verdict = transform(input, AUTO);
    const fault = faultOf(input, verdict);
    if (fault !== undefined) faults.push(`${fault}: ${input.toString('base64')}`);
    if (verdict.trap) ends.refused++;
    else ends[verdict.result?.equals(input) ? 'unchanged' : 'changed']++;
  }
  return { faults, ends };
}

describe('the wasm', () => {
  test('asks its host for nothing beyond what all hosts have', () => {
    expect([...IMPORTS].sort()).toEqual([
      '__emit_diagnostics',
      '__get_transform_context',
      '__get_transform_plugin_config',
      '__lookup_char_pos_source_map_proxy',
      '__mark_fresh_proxy',
      '__set_transform_plugin_core_pkg_diagnostics',
      '__set_transform_result',
      '__syntax_context_apply_mark_proxy',
    ]);
  });

  test('claims no version, with room behind that for older hosts', () => {
    expect(handshake().toString('hex')).toBe(`8465302e302e30606001${'00'.repeat(30)}`);
  });
});

describe.each(PROGRAMS)('$name', ({ name, program }) => {
  test('is read and written as SWC does', () => {
    expect(encode(decode(program, 0)).equals(program)).toBe(true);
  });

  test('is changed where it has something to instrument, else handed back byte for byte', () => {
    const { result, reported, trap } = transform(program);
    expect([trap, reported]).toEqual([undefined, []]);
    expect(result?.equals(program)).toBe(name.startsWith('nothing'));
    expect(() => decode(result as Buffer, 0)).not.toThrow();
  });

  test('is changed alike in a file so large that the result takes its place', () => {
    const { result } = transform(program, AUTO);
    const larger = transform(withStatements(program, EMPTY), AUTO);
    expect(larger.result?.equals(withStatements(result as Buffer, EMPTY))).toBe(true);
  });

  test('gives the same from the second time on', () => {
    const { result } = transform(program, AUTO);
    expect(transform(result as Buffer, AUTO).result?.equals(result as Buffer)).toBe(true);
  });

  test('is refused wherever it is cut off', () => {
    const step = Math.ceil(program.length / 500);
    const lengths = Array.from({ length: 499 }, (_, i) => 1 + i * step);
    const cut = lengths.filter((n) => n < program.length).map((n) => program.subarray(0, n));
    const { faults, ends } = campaign(cut);
    expect(faults).toEqual([]);
    expect(ends).toEqual({ unchanged: 0, changed: 0, refused: cut.length });
  });

  test('is refused or can be read with any bit turned', () => {
    const random = new Random(name.length);
    const turned = random.times(400, () => {
      const copy = Buffer.from(program);
      const at = random.below(copy.length);
      copy.writeUInt8(copy.readUInt8(at) ^ (1 << random.below(8)), at);
      return copy;
    });
    const { faults, ends } = campaign(turned);
    expect(faults).toEqual([]);
    expect(ends['refused']).toBeGreaterThan(50);
  });

  test('is refused or can be read with a piece of it elsewhere', () => {
    const random = new Random(name.length + 1);
    const shuffled = random.times(200, () => {
      const copy = Buffer.from(program);
      const size = 1 + random.below(40);
      const [from, to] = [random.below(copy.length - size), random.below(copy.length - size)];
      program.copy(copy, to, from, from + size);
      return copy;
    });
    expect(campaign(shuffled).faults).toEqual([]);
  });

  test('runs where the host knows no file, no folder, no options and no places', () => {
    const { result, reported, trap } = transform(program, {});
    expect([trap, reported]).toEqual([undefined, []]);
    expect(result?.equals(program)).toBe(name.startsWith('nothing'));
  });

  test('has no place looked up where nothing has one', () => {
    const nowhere = encode(mapped(decode(program, 0), (item) => (isSpan(item) ? [0, 0] : item)));
    const { result, trap } = transform(nowhere);
    expect(trap).toBeUndefined();
    expect(result?.equals(nowhere)).toBe(name.startsWith('nothing'));
    const reserved = mapped(decode(program, 0), (item) => (isSpan(item) ? PURE : item));
    expect(transform(encode(reserved)).trap).toBeUndefined();
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(64)],
  ['JSON', Buffer.from('{"type":"Module","body":[]}')],
  ['text', Buffer.from('export const spanfn = 1;')],
  ['a number', Buffer.of(0x01)],
  ['an array', Buffer.of(0x80)],
])('what is no program is handed back: %s', (_, input) => {
  const { result, trap, reported } = transform(input, AUTO);
  expect([trap, reported]).toEqual([undefined, []]);
  expect(result?.equals(input)).toBe(true);
});

test('random bytes that begin like a program end in a report', () => {
  const random = new Random(7);
  const inputs = random.times(1000, () =>
    Buffer.from([
      0xc1 + random.below(2),
      ...random.times(random.below(200), () => random.below(256)),
    ]),
  );
  const { faults, ends } = campaign(inputs);
  expect(faults).toEqual([]);
  expect(ends['refused']).toBeGreaterThan(950);
});

/** A module without items, with something else in the place of its last field. */
const withLast = (hex: string): Buffer => Buffer.from(`c18382000080${hex}`, 'hex');

test('sizes that no program has are refused, in no time', () => {
  const sizes = [
    '9affffffff',
    '7affffffff',
    '5bffffffffffffffff',
    '9bffffffffffffffff',
    '829affffffff',
  ];
  const inputs = [...sizes, ...sizes.map((hex) => `81${hex}`)].map(withLast);
  const { faults, ends } = campaign(inputs);
  expect(faults).toEqual([]);
  expect(ends['refused']).toBe(inputs.length);
});

test('sizes and numbers that are cut off are refused', () => {
  const cut = ['18', '19ff', '1affffff', '58', '5900', '78', '7a000000', 'd8', 'fb00000000000000'];
  const { faults, ends } = campaign(cut.map(withLast));
  expect(faults).toEqual([]);
  expect(ends['refused']).toBe(cut.length);
  expect(campaign([withLast('80')]).ends['unchanged']).toBe(1);
});

test('a program that nests deeper than any stack ends', () => {
  const depth = 200_000;
  const nested = Buffer.concat([
    Buffer.from('c183820000', 'hex'),
    Buffer.from('81c2d382820000', 'hex'),
    Buffer.alloc(depth, Buffer.from('d81882820000', 'hex')),
  ]);
  const { trap } = transform(nested, AUTO);
  expect(trap).toBeInstanceOf(Error);
  expect(String(trap)).not.toContain('timed out');
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a name in the last bytes is taken, too: %i', (length) => {
  const [before, last] = ['a'.repeat(length), '_s'].map(
    (name) => new Tagged(2, new Tagged(19, [[0, 0], new Tagged(15, [[0, 0], 0, name, false])])),
  );
  const { result } = transform(withStatements(named('methods.1.16.cbor'), [before!, last!]));
  expect(result?.includes(encode('_s$'))).toBe(true);
});

test('a function that is moved may be longer than all that is put in, in a file that is longer still', () => {
  const long = named('functions-moved.1.16.cbor');
  const program = encode(
    mapped(decode(long, 0), (item) => (item === 'sum ' ? item.repeat(2000) : item)),
  );
  expect(program.length).toBeGreaterThan(long.length + 7000);
  const { result } = transform(program);
  const larger = transform(withStatements(program, EMPTY));
  expect(larger.result?.equals(withStatements(result as Buffer, EMPTY))).toBe(true);
});

describe('a node of another form', () => {
  const CALL = 12;
  const program = named('methods.1.16.cbor');
  const withCalls = (change: (call: Item[]) => Item[]): Buffer =>
    encode(
      mapped(decode(program, 0), (item) =>
        item instanceof Tagged && item.tag === CALL && isCall(item.value)
          ? new Tagged(CALL, change(item.value))
          : item,
      ),
    );

  test('with too few fields is refused by its name, with the versions that are known', () => {
    const { reported, trap } = transform(withCalls((call) => call.slice(0, -1)));
    expect(trap).toBeInstanceOf(RuntimeError);
    expect(reported).toEqual([
      'spanfn: CallExpression has a form that is not known to this version of spanfn, which knows @swc/core 1.15 and 1.16 [SPANFN_PLUGIN]',
    ]);
  });

  test('with a field of another type is refused, too', () => {
    const { reported } = transform(withCalls(([span, , ...rest]) => [span!, 'context', ...rest]));
    expect(reported[0]).toContain('CallExpression has a form that is not known');
  });

  test('with more fields than were known is passed on', () => {
    const longer = withCalls((call) => [...call, 'new']);
    const { result, reported } = transform(longer);
    expect(reported).toEqual([]);
    expect(result?.equals(longer)).toBe(false);
    expect(encode(decode(result!, 0)).toString('latin1').split('\x63new').length).toBe(
      longer.toString('latin1').split('\x63new').length,
    );
  });

  test('of an unknown kind is passed on, and what is around it is instrumented', () => {
    const STATEMENT = 2;
    const NEW_KIND = 99;
    const unknown = new Tagged(NEW_KIND, [[1, 2], 'whatever', new Tagged(3, [])]);
    const [span, items, interpreter] = (decode(program, 0) as Tagged).value as [Item, Item[], Item];
    const changed = encode(
      new Tagged(1, [span, [...items, new Tagged(STATEMENT, unknown)], interpreter]),
    );
    const { result, reported } = transform(changed);
    expect(reported).toEqual([]);
    expect(result?.includes(encode(unknown))).toBe(true);
    expect(result?.equals(changed)).toBe(false);
  });
});

/** So many that what is put in is little beside them: `;`. */
const EMPTY: Item[] = Array.from({ length: 20_000 }, () => new Tagged(2, new Tagged(2, [0, 0])));

/** A module with more statements at its end. */
function withStatements(program: Buffer, statements: readonly Item[]): Buffer {
  const { tag, value } = decode(program, 0) as Tagged;
  const [span, items, interpreter] = value as [Item, Item[], Item];
  return encode(new Tagged(tag, [span, [...items, ...statements], interpreter]));
}

/** The position of what compilers mark as free of side effects. */
const PURE: Item = [0xff_ff_ff_ff, 0xff_ff_ff_ff];

function isSpan(item: Item): boolean {
  return Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === 'number');
}

function isCall(value: Item): value is Item[] {
  return Array.isArray(value) && value.length === 5 && isSpan(value[0]!);
}

/** The item with each part replaced, the inmost first. */
function mapped(item: Item, change: (item: Item) => Item): Item {
  if (Array.isArray(item)) return change(item.map((part) => mapped(part, change)));
  if (item instanceof Tagged) return change(new Tagged(item.tag, mapped(item.value, change)));
  return change(item);
}
