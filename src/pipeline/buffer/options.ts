import { badOption, checkOptionNames } from '../../base/options.ts';
import type { Batch } from '../exporters/exporter.ts';

/** How much a `LogBuffer` holds, and what becomes of it. */
export interface LogBufferOptions {
  /** Bytes of the records that are held at most; default 65,536. */
  readonly maxBytes?: number | undefined;
  /**
   * What makes room. `'evict'`, the default, is for what is looked at: the oldest go, and one event
   * that is larger than all the room is kept alone. `'drop'` is for what is on its way: the newest
   * goes, and so does one that is larger than all the room.
   */
  readonly whenFull?: 'evict' | 'drop' | undefined;
  /**
   * Gets what is held, which is then held no more; not called again before it has settled. What it
   * logs itself is silenced; when it throws or rejects, the batch is lost, and counted.
   */
  readonly deliver?: ((batch: Batch) => unknown) | undefined;
  /** Milliseconds that an event waits for `deliver` at most; default 1000. Holds no process up. */
  readonly scheduleDelay?: number | undefined;
}

/** `LogBufferOptions`, checked and complete. */
export interface LogBufferSettings {
  readonly maxBytes: number;
  readonly whenFull: 'evict' | 'drop';
  readonly deliver: ((batch: Batch) => unknown) | undefined;
  readonly scheduleDelay: number;
}

const OWNER = 'LogBuffer';
const NAMES: readonly (keyof LogBufferOptions)[] = [
  'maxBytes',
  'whenFull',
  'deliver',
  'scheduleDelay',
];
const MOST = { maxBytes: 2 ** 31, scheduleDelay: 2 ** 31 - 1 } as const;

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkLogBufferOptions(options: LogBufferOptions): LogBufferSettings {
  checkOptionNames(options, NAMES, OWNER);
  const { maxBytes = 65_536, whenFull = 'evict', deliver, scheduleDelay = 1000 } = options;
  checkWhole('maxBytes', maxBytes);
  checkWhole('scheduleDelay', scheduleDelay);
  if (whenFull !== 'evict' && whenFull !== 'drop') {
    throw badOption(OWNER, 'whenFull', whenFull, "'evict' or 'drop'");
  }
  if (deliver !== undefined && typeof deliver !== 'function') {
    throw badOption(OWNER, 'deliver', deliver, 'a function of a batch');
  }
  return { maxBytes, whenFull, deliver, scheduleDelay };
}

function checkWhole(name: keyof typeof MOST, value: unknown): void {
  const fits = Number.isInteger(value) && (value as number) >= 1;
  if (fits && (value as number) <= MOST[name]) return;
  throw badOption(OWNER, name, value, `a whole number from 1 to ${MOST[name]}`);
}
