import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { badOption, checkOptionNames } from '../../base/options.ts';
import { type Batch, type Exporter, RetryableError } from './exporter.ts';
import { checkRetry, LIMIT_NAMES, type LimitOptions } from './limits.ts';

/** Appends each batch to a file, as one line of OTLP's JSON: what a Collector reads and writes. */
export interface FileOptions extends LimitOptions {
  readonly type: 'file';
  /** Relative to the working directory at the start. Folders on the way are made. */
  readonly path: string;
  /** Bytes after which a new file is begun; default 100 MiB. */
  readonly maxBytes?: number | undefined;
  /** Files that are kept, `<path>` and `<path>.1`, `<path>.2`, …, oldest last; default 5. */
  readonly maxFiles?: number | undefined;
}

const OWNER = 'the file exporter';
const NAMES: readonly string[] = ['type', 'path', 'maxBytes', 'maxFiles', ...LIMIT_NAMES];
/** What may go away: a full disk, too many open files, a file that is held. */
const PASSING: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN'];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkFileOptions(given: object): FileOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as FileOptions;
  const { path, maxBytes = 1, maxFiles = 1 } = options;
  if (typeof path !== 'string' || path === '') throw badOption(OWNER, 'path', path, 'a path');
  for (const [name, value] of Object.entries({ maxBytes, maxFiles })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw badOption(OWNER, name, value, 'a whole number above 0');
  }
  checkRetry(options, OWNER);
  return options;
}

/** Writes lines to a file that is replaced when it is full. */
export function fileExporter(options: FileOptions): Exporter {
  const { path, maxBytes = 100 * 1024 * 1024, maxFiles = 5 } = options;
  let size: number | undefined;
  return {
    name: 'file',
    async export(batch: Batch): Promise<void> {
      const line = `${batch.json()}\n`;
      const length = Buffer.byteLength(line);
      try {
        size ??= await prepare(path);
        if (size > 0 && size + length > maxBytes) size = await rotate(path, maxFiles);
        await appendFile(path, line);
        size += length;
      } catch (error) {
        size = undefined; // Whatever is there now is looked at anew.
        throw asExportError(error);
      }
    },
  };
}

/** Makes the folder; returns the size of what is in the file already. */
async function prepare(path: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Moves each file to the next number; the last one is overwritten. */
async function rotate(path: string, maxFiles: number): Promise<number> {
  const nameOf = (number: number): string => (number === 0 ? path : `${path}.${number}`);
  for (let number = maxFiles - 1; number > 0; number--) {
    await rename(nameOf(number - 1), nameOf(number)).catch(ignoreMissing);
  }
  if (maxFiles === 1) await rm(path, { force: true });
  return 0;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function asExportError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  return PASSING.includes(code) ? new RetryableError(message, undefined, { cause: error }) : error;
}
