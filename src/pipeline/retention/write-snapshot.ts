import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { readableJson } from './readable.ts';
import type { Snapshot } from './retention.ts';

/**
 * Writes a snapshot to `spanfn-<reason>-<pid>-<time>.json`: the whole file is there, or none. Blocks,
 * since the process may be about to end. For its owner alone: it holds what the program held.
 * Returns the path.
 *
 * @throws the error of the file system if it cannot be written
 */
export function writeSnapshot(snapshot: Snapshot, directory: string): string {
  mkdirSync(directory, { recursive: true });
  const path = freePath(resolve(directory), nameOf(snapshot));
  const partial = `${path}.partial`;
  try {
    writeThrough(partial, readableJson(snapshot, 1));
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return path;
}

/** A reason is any text, a name of a file is not. */
function nameOf({ reason, pid, time }: Snapshot): string {
  const plain = reason.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64);
  return `spanfn-${plain || 'snapshot'}-${pid}-${time.replace(/[-:]/g, '').replace(/\.(\d{3})\d*/, '.$1')}`;
}

/** Two snapshots of the same millisecond are two files. */
function freePath(directory: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(directory, `${name}${number === 1 ? '' : `-${number}`}.json`);
    if (!existsSync(path)) return path;
  }
}

/** A rename must not reach the disk before what it names. */
function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
