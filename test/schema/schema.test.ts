import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutantsOf } from './mutants.ts';
import { refuted, unexplained } from './reasons.ts';
import { parseSchema } from './schema.ts';
import { writtenSources } from './sources.ts';
import { dumpPlugin, installedSwc } from './swc.ts';
import { type Report, type Sample, samplesOf, verify } from './verification.ts';

const TABLE = readFileSync(
  join(import.meta.dirname, '../../transform/plugin/ast/schema.txt'),
  'utf8',
);

const swc = installedSwc();
let plugin: string;
let corpus: Sample[];

beforeAll(async () => {
  plugin = await dumpPlugin();
  corpus = writtenSources(swc.version).flatMap((source) => samplesOf(swc, plugin, source)!);
});

const walk = (table: string, samples: readonly Sample[] = corpus): Report =>
  verify(parseSchema(table), samples);

const unseenBy = (table: string): string[] => walk(table).coverage.unseen(parseSchema(table));

const written = (path: string, code: string): readonly Sample[] | undefined =>
  samplesOf(swc, plugin, { path, code, isModule: true, parser: { syntax: 'typescript' } });

describe('the table of the AST', () => {
  test('is what the installed @swc/core writes, seen in all its parts', () => {
    const { counts, mismatches } = walk(TABLE);
    const unseen = unseenBy(TABLE);
    expect(mismatches).toEqual([]);
    expect(unexplained(unseen, swc.version)).toEqual([]);
    expect(refuted(unseen, swc.version)).toEqual([]);
    expect(counts.compared).toBeGreaterThan(5000);
    expect(counts.walked).toBeGreaterThan(counts.compared);
  });

  test('has no opaque part', () => {
    expect(TABLE.match(/^struct .*[:[]-.*$/m)).toBeNull();
  });

  test('would not agree with one slip of the pen', { timeout: 120_000 }, () => {
    const whole = walk(TABLE).coverage;
    const shown = corpus
      .filter(({ order }) => order === 'first')
      .map((sample) => ({ sample, coverage: walk(TABLE, [sample]).coverage }));
    const showing = (name: string): Sample[] =>
      shown.filter(({ coverage }) => coverage.has(name)).map(({ sample }) => sample);
    const survives = (name: string, table: string): boolean => {
      const schema = parseSchema(table);
      return showing(name).every((sample) => verify(schema, [sample]).mismatches.length === 0);
    };
    const mutants = [...mutantsOf(TABLE, (sight) => whole.has(sight))];
    const survivors = mutants.filter(({ name, table }) => survives(name, table));
    expect(mutants.length).toBeGreaterThan(1400);
    // Both are always false: of `namespace A.B` only the outermost part carries modifiers.
    expect(survivors.map(({ slip }) => slip)).toEqual([
      'struct TsNamespaceDeclaration declare:b <> global:b',
    ]);
  });
});

describe('the walk notices', () => {
  const altered = (from: string, to: string): string => {
    expect(TABLE.split(from)).toHaveLength(2);
    return TABLE.replace(from, to);
  };

  test('a field dropped, by the length', () => {
    const table = altered('span:s left:TsEntityName right:IdentName', 'span:s left:TsEntityName');
    const [mismatch] = walk(table, written('a.ts', 'type A = B.C')).mismatches;
    expect(mismatch?.problem).toMatch(/^\[\[10,13\],.*is no TsQualifiedName$/);
  });

  test('two fields of one type swapped, by the names in JSON', () => {
    const table = altered(
      'BinaryOperator left:Expr right:Expr',
      'BinaryOperator right:Expr left:Expr',
    );
    const problems = walk(table, written('a.ts', 'one - 2')!).mismatches.map(
      ({ problem }) => problem,
    );
    expect(problems).toContain('Ident, but type NumericLiteral in JSON');
  });

  test('the tags of an enum shifted, by the types in JSON', () => {
    const tags = '13=WhileStatement 14=DoWhileStatement';
    const table = altered(tags, '13=DoWhileStatement 14=WhileStatement');
    const problems = walk(table, written('a.ts', 'while (a) b')!).mismatches.map(
      ({ problem }) => problem,
    );
    expect(problems).toContain('DoWhileStatement, but type WhileStatement in JSON');
  });

  test('a variant that nothing shows', () => {
    const unseen = unseenBy(altered('enum ForInit ', 'enum ForInit 9=Expr '));
    expect(unexplained(unseen, swc.version)).toEqual(['ForInit 9']);
  });

  test('a reason that does not hold', () => {
    const unseen = unseenBy(TABLE).filter((sight) => sight !== 'Expr 38');
    expect(refuted(unseen, swc.version)).toEqual(['Expr 38']);
  });

  test('a line that is none, and a type that is not there', () => {
    expect(() => parseSchema('strut Module span:s')).toThrow(/not a line of the schema/);
    expect(() => parseSchema('struct Module body:[ModuleItems]')).toThrow(/no ModuleItems/);
  });
});

test('a mismatch names the file, the path and the text', () => {
  const samples = written('sum.ts', 'const é = 1;\nf(left + right);');
  expect(walk(TABLE.replace('12=+ 13=-', '12=- 13=+'), samples).mismatches).toEqual([
    {
      file: 'sum.ts',
      order: 'first',
      path: '.body[1].expression.arguments[0].expression.operator',
      problem: '"-", but "+" in JSON',
      excerpt: 'left + right',
    },
  ]);
});

test('there are no samples of a source that does not parse', () => {
  expect(written('broken.ts', 'const = 1;')).toBeUndefined();
});
