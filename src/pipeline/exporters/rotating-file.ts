import { mkdir, open, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { badOption } from '../../base/options.ts';
import { RetryableError } from './exporter.ts';
import { checkWhole } from './limits.ts';

/** A file that is replaced when it is full. */
export interface RotationOptions {
  /** Relative to the working directory at the start. Folders on the way are made. */
  readonly path: string;
  /** Bytes after which a new file is begun; default 100 MiB. */
  readonly maxBytes?: number | undefined;
  /** Files that are kept, `<path>` and `<path>.1`, `<path>.2`, …, oldest last; default 5. */
  readonly maxFiles?: number | undefined;
}

export const ROTATION_NAMES: readonly (keyof RotationOptions)[] = ['path', 'maxBytes', 'maxFiles'];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkRotation(options: RotationOptions, owner: string): void {
  checkPath(owner, options.path);
  checkWhole(owner, 'maxBytes', options.maxBytes);
  checkWhole(owner, 'maxFiles', options.maxFiles);
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkPath(owner: string, path: unknown): void {
  const isPath = typeof path === 'string' && path !== '' && !path.includes('\0');
  if (!isPath) throw badOption(owner, 'path', path, 'a path');
}

/** What stands around the text of each file. */
export interface Frame {
  /** A file that is there already is not gone on with. */
  readonly fresh: boolean;
  head(): string;
  readonly foot: string;
}

const NO_FRAME: Frame = { fresh: false, head: () => '', foot: '' };
const NEWLINE = 10;

/** Texts of lines, each of which is in one of the files as a whole or not at all. */
export class RotatingFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  readonly #frame: Frame;
  /** Undefined until it is looked at, and after a failure. */
  #size: number | undefined;
  /** What is no plain file, like `/dev/stdout`, has to stay where it is. */
  #isPlain = true;
  #last: Promise<void> = Promise.resolve();

  constructor(options: RotationOptions, frame: Frame = NO_FRAME) {
    this.#path = options.path;
    this.#maxBytes = options.maxBytes ?? 100 * 1024 * 1024;
    this.#maxFiles = options.maxFiles ?? 5;
    this.#frame = frame;
  }

  /** Adds whole lines. Waits for an earlier text, even one that was given up: they must not mix. */
  append(text: string, signal: AbortSignal): Promise<void> {
    const turn = this.#last.then(() => this.#append(text, signal));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    if (this.#size !== undefined && this.#size > 0) await this.#write(this.#frame.foot);
  }

  async #append(text: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      this.#size ??= await this.#open();
      await this.#makeRoom(Buffer.byteLength(text + this.#frame.foot));
      await this.#write(this.#size === 0 ? this.#frame.head() + text : text, signal);
    } catch (error) {
      await this.#undo();
      throw signal.aborted ? signal.reason : asExportError(error);
    }
  }

  async #write(text: string, signal?: AbortSignal): Promise<void> {
    await writeFile(this.#path, text, { flag: 'a', signal });
    this.#size = (this.#size as number) + Buffer.byteLength(text);
  }

  /** What was written of a text that failed must not stand before the next one. */
  async #undo(): Promise<void> {
    if (this.#size !== undefined) await truncate(this.#path, this.#size).catch(() => {});
    this.#size = undefined;
  }

  /** Returns the bytes that are there already. */
  async #open(): Promise<number> {
    await mkdir(dirname(this.#path), { recursive: true });
    const size = await this.#look();
    if (size === 0 || !this.#frame.fresh) return size;
    await this.#rotate();
    return 0;
  }

  async #look(): Promise<number> {
    const file = await open(this.#path, 'a+');
    try {
      const stats = await file.stat();
      this.#isPlain = stats.isFile();
      if (stats.size === 0 || !this.#isPlain) return 0;
      const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: stats.size - 1 });
      if (buffer[0] === NEWLINE) return stats.size;
      await file.appendFile('\n'); // Whoever wrote it last was stopped in the middle of a line.
      return stats.size + 1;
    } finally {
      await file.close();
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    const size = this.#size as number;
    if (size === 0 || size + bytes <= this.#maxBytes || !this.#isPlain) return;
    await this.#write(this.#frame.foot);
    await this.#rotate();
    this.#size = 0;
  }

  /** Moves each file to the next number; the last one is overwritten. */
  async #rotate(): Promise<void> {
    for (let number = this.#maxFiles - 1; number > 0; number--) {
      await rename(this.#nameOf(number - 1), this.#nameOf(number)).catch(ignoreMissing);
    }
    if (this.#maxFiles === 1) await rm(this.#path, { force: true });
  }

  #nameOf(number: number): string {
    return number === 0 ? this.#path : `${this.#path}.${number}`;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** What may go away: a full disk, too many open files, a file that is held. */
const PASSING: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN'];

/** Whether the same can succeed later is known by the kind of failure. */
export function asExportError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  return PASSING.includes(code) ? new RetryableError(message, undefined, { cause: error }) : error;
}
