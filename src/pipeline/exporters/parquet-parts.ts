import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, Shared } from './parquet-rows.ts';
import { type ParquetLibrary, ParquetTable } from './parquet-table.ts';

/** Where and when the files of a table are written. */
export interface PartLimits {
  readonly folder: string;
  /** Bytes of a file, roughly. */
  readonly maxBytes: number;
  /** Milliseconds after which rows are written, however few. */
  readonly interval: number;
}

/**
 * A table as files of one folder, each of which is there as a whole or not at all: a Parquet file
 * cannot be read before its end is written.
 *
 * Nothing in here waits, so that the timer never meets a file that is half written.
 */
export class ParquetParts<Row> {
  readonly #kind: string;
  readonly #makeTable: () => ParquetTable<Row>;
  readonly #limits: PartLimits;
  /** Tells apart processes that write to one folder. */
  readonly #run: string = `${timeText(new Date())}-${randomBytes(4).toString('hex')}`;
  #table: ParquetTable<Row>;
  #number = 0;
  #timer: NodeJS.Timeout | undefined;
  /** A file that could not be written yet, and its rows. */
  #unsaved: { readonly bytes: Uint8Array; readonly rows: number } | undefined;

  constructor(
    library: ParquetLibrary,
    kind: string,
    columns: readonly Column<Row>[],
    limits: PartLimits,
  ) {
    this.#kind = kind;
    this.#makeTable = () => new ParquetTable(library, columns);
    this.#table = this.#makeTable();
    this.#limits = limits;
  }

  /** Rows that are in no file yet. */
  get waiting(): number {
    return this.#table.rows + (this.#unsaved?.rows ?? 0);
  }

  /** Takes rows, or throws what keeps the rows before them from being written. */
  add(rows: readonly Row[], shared: Shared): void {
    if (this.#unsaved !== undefined) this.#saveRest();
    this.#table.add(rows, shared);
    if (this.#table.byteLength >= this.#limits.maxBytes) this.#trySave();
    else this.#timer ??= setTimeout(() => this.#trySave(), this.#limits.interval).unref();
  }

  /** Writes what waits. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unsaved !== undefined) this.#saveRest();
    if (this.#table.rows === 0) return;
    this.#unsaved = { bytes: this.#table.finish(), rows: this.#table.rows };
    this.#table = this.#makeTable();
    this.#saveRest();
  }

  /** Whoever comes next is told of the failure. */
  #trySave(): void {
    try {
      this.save();
    } catch {}
  }

  #saveRest(): void {
    const { bytes } = this.#unsaved as { bytes: Uint8Array };
    const { folder } = this.#limits;
    const name = `${this.#kind}-${this.#run}-${this.#number}.parquet`;
    const unfinished = join(folder, `${name}.tmp`);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(unfinished, bytes);
      renameSync(unfinished, join(folder, name));
    } catch (error) {
      removeIfThere(unfinished);
      throw error;
    }
    this.#number++;
    this.#unsaved = undefined;
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** `20261125T071100Z`: in order of time by name. */
function timeText(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
