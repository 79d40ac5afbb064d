/** One field of a struct as `schema.txt` has it. */
interface Field {
  readonly name: string;
  readonly type: string;
}

/**
 * What the plugin does not look into: it passes over types, literals and bare names as over one
 * item. Where it asks, as for a declared return type, it reads the bytes.
 */
const NOT_WALKED =
  /^(Lit|(?!Template)\w+Literal|IdentName|PrivateName|Super|Import|ThisExpression|MetaProperty|Invalid|(Empty|Debugger|Break|Continue)Statement|TemplateElement|Export(Named|All)Declaration|Export\w*Specifier\w*|ModuleExportName|Jsx(Name|AttrName|Object)|JSX(Member\w+|Namespaced\w+|EmptyExpression|Text|Opening|Closing\w*|OpeningFragment)|Ts(?!Type(Assertion|Alias)|Const|NonNull|As|Instantiation|Satisfies|ParameterProperty|PropParam|Enum(Declaration|Member)$|Module(Declaration|Block)|NamespaceDeclaration|ExportAssignment|InterfaceDeclaration)\w+)$/;

interface Schema {
  /** Variants of each enum: tag to type. */
  readonly enums: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Generations of each struct, newest first. */
  readonly structs: ReadonlyMap<string, readonly (readonly Field[])[]>;
}

/** Leaf types that are checked, by their numbers in `ast/tree.ts`; others are skipped as opaque. */
const LEAVES: Readonly<Record<string, number>> = { u: 1, b: 2, s: 3 };
const OPAQUE = 0;
/** What surrounds a type, by its number there. */
const SHAPES = { one: 4, option: 5, list: 6, holes: 7, optionalList: 8 } as const;

/** Reads `schema.txt`. */
export function parseSchema(text: string): Schema {
  const enums = new Map<string, Map<number, string>>();
  const structs = new Map<string, Field[][]>();
  for (const line of text.split('\n')) {
    const [kind, name = '', ...parts] = line.split(' ');
    if (NOT_WALKED.test(name)) continue;
    if (kind === 'enum') {
      const variants = parts.map((part) => part.split('=') as [string, string]);
      enums.set(name, new Map(variants.map(([tag, type]) => [Number(tag), type])));
    } else if (kind === 'struct') {
      const fields = parts.map((part) => part.split(':') as [string, string]);
      const generation = fields.map(([name, type]) => ({ name, type }));
      structs.set(name, [...(structs.get(name) ?? []), generation]);
    }
  }
  return { enums, structs };
}

/**
 * The schema as an AssemblyScript module: a number for each type, the place of each field in a
 * node's record (the same in every generation), and tables for `ast/tree.ts` to walk by.
 */
export function schemaModule(text: string): string {
  const schema = parseSchema(text);
  const { enums, structs } = schema;
  const ids = new Map([...structs.keys(), ...enums.keys()].map((name, i) => [name, i + 1]));
  const idOf = (name: string): number => ids.get(name) ?? OPAQUE;
  const table: number[] = [];
  const starts: number[] = [0];
  for (const generations of structs.values()) {
    starts.push(table.length);
    table.push(generations.length);
    const slots = slotsOf(generations);
    for (const fields of generations) {
      table.push(fields.length);
      for (const { name, type } of fields) table.push(...shapeOf(type, idOf), slots.indexOf(name));
    }
  }
  for (const variants of enums.values()) {
    starts.push(table.length);
    const last = Math.max(...variants.keys());
    table.push(last);
    for (let tag = 1; tag <= last; tag++) {
      const type = variants.get(tag);
      table.push(type === undefined ? OPAQUE : idOf(type));
    }
  }
  return [
    ...[...ids].map(([name, id]) => `export const ${name}: u32 = ${id};`),
    ...[...structs].flatMap(([name, generations]) => [
      ...slotsOf(generations).map(
        (field, slot) => `export const ${name}_${field}: usize = ${RECORD + slot * 4};`,
      ),
      `export const ${name}_slots: u32 = ${slotsOf(generations).length};`,
    ]),
    `export const FIRST_ENUM: u32 = ${structs.size + 1};`,
    `export const STARTS: usize = memory.data<u16>([${starts.join()}]);`,
    `export const TABLE: usize = memory.data<u8>([${bytes(table).join()}]);`,
    `export const SLOTS: usize = memory.data<u8>([0,${[...structs.values()].map((g) => slotsOf(g).length).join()}]);`,
    `export const SHAPE_OF_SLOT: usize = memory.data<u8>([${shapesOfSlots(schema, idOf).join()}]);`,
    `export const NAMES: usize = memory.data<u8>([${[...Buffer.from(`node\n${[...ids.keys()].join('\n')}\n`)].join()}]);`,
  ].join('\n');
}

/** A table of bytes is a quarter of one of words. */
function bytes(table: readonly number[]): readonly number[] {
  if (table.some((entry) => entry > 255)) throw new Error('The schema needs a wider table');
  return table;
}

/** Bytes of a record before its fields: see `ast/tree.ts`. */
const RECORD = 24;

/** What each slot of each struct holds, for those who visit all children: see `fieldShape`. */
function shapesOfSlots({ structs }: Schema, idOf: (name: string) => number): number[] {
  const row = (shapes: number[]): number[] => [...shapes, ...Array(SLOTS - shapes.length).fill(0)];
  const shapes = [...structs.values()].map((generations) =>
    slotsOf(generations).map((slot) => {
      const { type = '' } = generations.flat().find(({ name }) => name === slot) ?? {};
      if (shapeOf(type, idOf)[0] < SHAPES.one) return 0;
      return type.startsWith('[') ? 2 : 1;
    }),
  );
  return [row([]), ...shapes.map(row)].flat();
}

/** Slots of the struct that has most, rounded up. */
const SLOTS = 16;

/** Names of all fields that any generation has. */
function slotsOf(generations: readonly (readonly Field[])[]): string[] {
  return [...new Set(generations.flat().map(({ name }) => name))];
}

function shapeOf(type: string, idOf: (name: string) => number): [shape: number, type: number] {
  const leaf = LEAVES[type];
  if (leaf !== undefined) return [leaf, 0];
  const [, open, name = '', holes, optional] = /^(\[?)(\w+)(\??)\]?(\??)$/.exec(type) ?? [];
  const id = idOf(name);
  if (id === OPAQUE) return [OPAQUE, 0];
  if (!open) return [holes ? SHAPES.option : SHAPES.one, id];
  if (holes) return [SHAPES.holes, id];
  return [optional ? SHAPES.optionalList : SHAPES.list, id];
}
