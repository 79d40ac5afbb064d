/** A type of the table: what stands at one place of the serialised program. */
export type Type =
  | { readonly is: 'opaque' | 'uint' | 'bool' | 'span' | 'text' | 'bytes' | 'float' }
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'option' | 'list'; readonly of: Type };

export interface Field {
  readonly name: string;
  readonly type: Type;
}

/** One layout of a struct. Several structs of one name are generations, newest first. */
export interface Struct {
  readonly name: string;
  /** Name and fields, as the table has them: generations share the former. */
  readonly id: string;
  readonly fields: readonly Field[];
}

export interface Schema {
  readonly enums: ReadonlyMap<string, ReadonlyMap<number, Type>>;
  readonly values: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly structs: ReadonlyMap<string, readonly Struct[]>;
}

const LEAVES = {
  '-': 'opaque',
  u: 'uint',
  b: 'bool',
  s: 'span',
  t: 'text',
  w: 'bytes',
  f: 'float',
} as const;

/**
 * Reads the table of `transform/plugin/ast/schema.txt`, whose head explains the grammar.
 * @throws Error if a line is none of the grammar's, or names a type that does not exist.
 */
export function parseSchema(text: string): Schema {
  const enums = new Map<string, Map<number, Type>>();
  const values = new Map<string, Map<number, string>>();
  const structs = new Map<string, Struct[]>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [keyword, name, ...entries] = line.split(' ') as [string, string, ...string[]];
    if (keyword === 'enum') {
      enums.set(name, new Map(entries.map(numbered).map(([tag, type]) => [tag, parseType(type)])));
    } else if (keyword === 'values') {
      values.set(name, new Map(entries.map(numbered)));
    } else if (keyword === 'struct') {
      const fields = entries.map(parseField);
      const id = `${name}(${entries.join(' ')})`;
      structs.set(name, [...(structs.get(name) ?? []), { name, id, fields }]);
    } else {
      throw new Error(`not a line of the schema: ${line}`);
    }
  }
  const schema = { enums, values, structs };
  requireNamesToExist(schema);
  return schema;
}

/** `3==` is number 3 with the text `=`: the first sign of equality separates. */
function numbered(entry: string): [number, string] {
  const at = entry.indexOf('=');
  return [Number(entry.slice(0, at)), entry.slice(at + 1)];
}

function parseField(entry: string): Field {
  const at = entry.indexOf(':');
  return { name: entry.slice(0, at), type: parseType(entry.slice(at + 1)) };
}

function parseType(text: string): Type {
  if (text.endsWith('?')) return { is: 'option', of: parseType(text.slice(0, -1)) };
  if (text.startsWith('[')) return { is: 'list', of: parseType(text.slice(1, -1)) };
  if (text in LEAVES) return { is: LEAVES[text as keyof typeof LEAVES] };
  return { is: 'named', name: text };
}

function requireNamesToExist({ enums, values, structs }: Schema): void {
  const require = (type: Type): void => {
    if ('of' in type) require(type.of);
    else if (type.is === 'named' && ![enums, values, structs].some((map) => map.has(type.name)))
      throw new Error(`the schema has no ${type.name}`);
  };
  for (const variants of enums.values()) for (const type of variants.values()) require(type);
  for (const layouts of structs.values())
    for (const { fields } of layouts) for (const { type } of fields) require(type);
}
