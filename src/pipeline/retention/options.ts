import { constants } from 'node:os';
import { resolve } from 'node:path';
import { badOption, checkOptionNames } from '../../base/options.ts';

/** What is kept of what was last recorded, to be looked at, and when it is written to a file. */
export interface RetentionOptions {
  /** Of spans and of log events each; default 10,000. */
  readonly maxRecords?: number | undefined;
  /** Bytes of the records, of spans and of log events each; default 8 MiB. */
  readonly maxBytes?: number | undefined;
  /** Where snapshots are written; default the working directory. */
  readonly directory?: string | undefined;
  /** A signal at which a snapshot is written; what else it does to the process stays as it was. */
  readonly signal?: SnapshotSignal | undefined;
  /** Whether an error that ends the process writes one; default if there is a `directory`. */
  readonly onCrash?: boolean | undefined;
}

const SIGNALS = ['SIGUSR2', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** `SIGUSR2`, at which the process goes on, or one that ends it, after the snapshot, as before. */
export type SnapshotSignal = (typeof SIGNALS)[number];

/** How much is kept. */
export interface RetentionLimits {
  readonly maxRecords: number;
  readonly maxBytes: number;
}

/** `RetentionOptions`, checked and complete. */
export interface RetentionSettings extends RetentionLimits {
  /** An absolute path. */
  readonly directory: string;
  readonly signal: SnapshotSignal | undefined;
  readonly onCrash: boolean;
}

const OWNER = 'retention';
const NAMES: readonly (keyof RetentionOptions)[] = [
  'maxRecords',
  'maxBytes',
  'directory',
  'signal',
  'onCrash',
];
const MOST = { maxRecords: 10_000_000, maxBytes: 2 ** 31 } as const;

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkRetentionOptions(options: unknown): RetentionSettings {
  checkOptionNames(options, NAMES, OWNER);
  const { maxRecords = 10_000, maxBytes = 8 * 1024 * 1024, ...rest } = options as RetentionOptions;
  const { directory, signal, onCrash = directory !== undefined } = rest;
  checkWhole('maxRecords', maxRecords);
  checkWhole('maxBytes', maxBytes);
  if (directory !== undefined && (typeof directory !== 'string' || directory === '')) {
    throw badOption(OWNER, 'directory', directory, 'a path');
  }
  if (signal !== undefined && !isThere(signal)) {
    throw badOption(OWNER, 'signal', signal, `one of ${SIGNALS.filter(isThere).join(', ')}`);
  }
  if (typeof onCrash !== 'boolean') throw badOption(OWNER, 'onCrash', onCrash, 'true or false');
  return { maxRecords, maxBytes, directory: resolve(directory ?? '.'), signal, onCrash };
}

/** Not every system has them all. */
function isThere(signal: SnapshotSignal): boolean {
  return SIGNALS.includes(signal) && signal in constants.signals;
}

function checkWhole(name: keyof RetentionLimits, value: unknown): void {
  const fits = Number.isInteger(value) && (value as number) >= 1;
  if (fits && (value as number) <= MOST[name]) return;
  throw badOption(OWNER, name, value, `a whole number from 1 to ${MOST[name]}`);
}
