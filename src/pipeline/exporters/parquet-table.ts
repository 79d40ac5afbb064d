import { VERSION } from '../../base/version.ts';
import type { Column, ColumnType, Shared } from './parquet-rows.ts';

/** A leaf of a schema, or its root. */
interface Element {
  readonly name: string;
  readonly type?: 'BYTE_ARRAY' | 'INT64';
  readonly converted_type?: 'UTF8' | 'JSON';
  readonly logical_type?: { type: 'TIMESTAMP'; isAdjustedToUTC: boolean; unit: 'NANOS' };
  readonly repetition_type?: 'OPTIONAL';
  readonly num_children?: number;
}

type Value = string | bigint | undefined;

interface ByteWriter {
  readonly offset: number;
  getBytes(): Uint8Array;
}

interface ParquetWriter {
  schema: Element[];
  write(group: { columnData: ColumnData[]; rowGroupSize: number }): void;
  finish(): void;
}

interface ColumnData {
  name: string;
  data: Value[];
  statistics: boolean;
}

/** The optional peer, as far as it is used: who does not have it has no types of it either. */
export interface ParquetLibrary {
  readonly ByteWriter: new () => ByteWriter;
  readonly ParquetWriter: new (options: {
    writer: ByteWriter;
    schema: Element[];
    createdBy: string;
  }) => ParquetWriter;
}

/** Rows, or UTF-16 units of text, that are compressed at once. */
const GROUP_ROWS = 8192;
const GROUP_TEXT = 4 * 1024 * 1024;

const UTF8 = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
const ELEMENTS: Readonly<Record<ColumnType, Omit<Element, 'name'>>> = {
  text: UTF8,
  json: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
  integer: { type: 'INT64' },
  // Said to be local, though it is UTC: else DuckDB reads microseconds only.
  time: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'NANOS' },
  },
};

/** A Parquet file in the making. Rows are compressed in groups, so that little waits as objects. */
export class ParquetTable<Row> {
  readonly #columns: readonly Column<Row>[];
  readonly #bytes: ByteWriter;
  readonly #writer: ParquetWriter;
  #group: Value[][];
  #groupText = 0;
  #rows = 0;

  constructor({ ByteWriter, ParquetWriter }: ParquetLibrary, columns: readonly Column<Row>[]) {
    this.#columns = columns;
    this.#bytes = new ByteWriter();
    // The library would turn values of JSON columns into text itself, and integers above 2⁵³ into
    // others: they are written as text, and said to be JSON at the end.
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      schema: schemaOf(columns, { ...ELEMENTS, json: UTF8 }),
      createdBy: `spanfn version ${VERSION}`,
    });
    this.#group = columns.map(() => []);
  }

  get rows(): number {
    return this.#rows;
  }

  /** What it takes in memory, roughly. */
  get byteLength(): number {
    return this.#bytes.offset + this.#groupText;
  }

  add(rows: readonly Row[], shared: Shared): void {
    for (let start = 0; start < rows.length; start += GROUP_ROWS) {
      this.#addSome(rows.slice(start, start + GROUP_ROWS), shared);
    }
  }

  /** The whole file; no more rows can be added. */
  finish(): Uint8Array {
    this.#compress();
    this.#writer.schema = schemaOf(this.#columns, ELEMENTS);
    this.#writer.finish();
    return this.#bytes.getBytes();
  }

  #addSome(rows: readonly Row[], shared: Shared): void {
    const added = this.#columns.map(({ value }) => rows.map((row) => value(row, shared)));
    for (const [i, values] of added.entries()) {
      this.#group[i]?.push(...values);
      this.#groupText += textOf(values);
    }
    this.#rows += rows.length;
    const groupRows = this.#group[0]?.length ?? 0;
    if (groupRows >= GROUP_ROWS || this.#groupText >= GROUP_TEXT) this.#compress();
  }

  #compress(): void {
    const group = this.#group;
    this.#group = this.#columns.map(() => []);
    this.#groupText = 0;
    const columnData = this.#columns.map(({ name, type }, i) => ({
      name,
      data: group[i] as Value[],
      statistics: type !== 'json', // The least JSON text says nothing.
    }));
    this.#writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER });
  }
}

function schemaOf<Row>(columns: readonly Column<Row>[], elements: typeof ELEMENTS): Element[] {
  const leaves = columns.map(({ name, type }) => ({
    name,
    repetition_type: 'OPTIONAL' as const,
    ...elements[type],
  }));
  return [{ name: 'root', num_children: columns.length }, ...leaves];
}

/** A text that follows on itself is stored once. */
function textOf(values: readonly Value[]): number {
  let units = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === 'string' && value !== values[i - 1]) units += value.length;
  }
  return units;
}
