import { SpanFnError } from '../../base/errors.ts';
import { checkOptionNames } from '../../base/options.ts';
import { rawLog } from '../../base/raw-log.ts';
import type { Exporter } from './exporter.ts';
import { checkPositive, checkRetry, checkWhole, LIMIT_NAMES, type LimitOptions } from './limits.ts';
import { ParquetParts, type PartLimits } from './parquet-parts.ts';
import { LOG_COLUMNS, SPAN_COLUMNS, sharedOf } from './parquet-rows.ts';
import type { ParquetLibrary } from './parquet-table.ts';
import { asExportError, checkPath } from './rotating-file.ts';

/**
 * Writes tables of spans and of log events as Parquet files, which DuckDB, Spark or pandas query
 * together: `SELECT … FROM '<path>/spans-*.parquet'`. Needs the package `hyparquet-writer`.
 * Old files are yours to remove.
 */
export interface ParquetOptions extends LimitOptions {
  readonly type: 'parquet';
  /** A folder, relative to the working directory at the start; it is made. */
  readonly path: string;
  /** Bytes after which a file is written and the next one begun, roughly; default 32 MiB. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds after which a file is written, however small; default 60,000. */
  readonly interval?: number | undefined;
}

const OWNER = 'the parquet exporter';
const NAMES: readonly string[] = ['type', 'path', 'maxBytes', 'interval', ...LIMIT_NAMES];
/** A timer cannot wait for longer. */
const LONGEST = 2 ** 31 - 1;

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkParquetOptions(given: object): ParquetOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as ParquetOptions;
  checkPath(OWNER, options.path);
  checkWhole(OWNER, 'maxBytes', options.maxBytes);
  checkPositive(OWNER, 'interval', options.interval);
  checkRetry(options, OWNER);
  return options;
}

/**
 * Loads the library.
 *
 * @throws SpanFnError `SPANFN_BAD_EXPORTER` where it is not there
 */
export async function parquetExporter(
  options: ParquetOptions,
  load: () => Promise<unknown> = () => import('hyparquet-writer'),
): Promise<Exporter> {
  const library = (await load().catch((error: unknown) => {
    throw noLibrary(error);
  })) as ParquetLibrary;
  const { path: folder, maxBytes = 32 * 1024 * 1024, interval = 60_000 } = options;
  const limits: PartLimits = { folder, maxBytes, interval: Math.min(interval, LONGEST) };
  const spans = new ParquetParts(library, 'spans', SPAN_COLUMNS, limits);
  const logs = new ParquetParts(library, 'logs', LOG_COLUMNS, limits);
  return {
    name: 'parquet',
    export(batch) {
      const shared = sharedOf(batch.resource);
      explain(() => {
        if (batch.signal === 'traces') spans.add(batch.spans, shared);
        else logs.add(batch.logs, shared);
      });
    },
    flush: () => saveAll([spans, logs]),
    close: () => {
      try {
        saveAll([spans, logs]);
      } catch (error) {
        const lost = spans.waiting + logs.waiting;
        rawLog(`spanfn: exporter parquet: ${lost} rows could not be written: ${error}`);
      }
    },
  };
}

/** One table that cannot be written does not keep the other one from it. */
function saveAll(tables: readonly { save(): void }[]): void {
  const [first, ...rest] = tables;
  if (first === undefined) return;
  try {
    explain(() => first.save());
  } finally {
    saveAll(rest);
  }
}

function explain(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw asExportError(error);
  }
}

function noLibrary(error: unknown): SpanFnError {
  return new SpanFnError('SPANFN_BAD_EXPORTER', {
    value: 'hyparquet-writer',
    cause: `The parquet exporter needs this package, which cannot be loaded: ${error}`,
    remedy: 'Install it: npm install hyparquet-writer.',
  });
}
