import { badOption, checkOptionNames } from '../../base/options.ts';

/** How much of what was last recorded is kept to be looked at; of spans and of logs each. */
export interface RetentionOptions {
  /** Default 10,000. */
  readonly maxRecords?: number | undefined;
  /** Bytes of the records; default 8 MiB. */
  readonly maxBytes?: number | undefined;
}

/** `RetentionOptions`, checked and complete. */
export type RetentionSettings = {
  readonly [name in keyof RetentionOptions]-?: number;
};

const OWNER = 'retention';
const NAMES: readonly (keyof RetentionOptions)[] = ['maxRecords', 'maxBytes'];
const MOST = { maxRecords: 10_000_000, maxBytes: 2 ** 31 } as const;

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkRetentionOptions(options: unknown): RetentionSettings {
  checkOptionNames(options, NAMES, OWNER);
  const { maxRecords = 10_000, maxBytes = 8 * 1024 * 1024 } = options as RetentionOptions;
  const settings = { maxRecords, maxBytes };
  for (const name of NAMES) {
    const value: unknown = settings[name];
    const fits = Number.isInteger(value) && (value as number) >= 1;
    if (fits && (value as number) <= MOST[name]) continue;
    throw badOption(OWNER, name, value, `a whole number from 1 to ${MOST[name]}`);
  }
  return settings;
}
