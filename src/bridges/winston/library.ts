import { getPrototypeOf, hasOwn } from '../../base/primordials.ts';
import { notOf } from '../check.ts';

/** The optional peer, as far as it is used: who does not have it has no types of it either. */
export interface WinstonLogger {
  readonly levels: object;
  /** Since 3.3. */
  isLevelEnabled?(level: string): boolean;
  write(info: object): boolean;
}

/** A record of winston. */
export type Info = Record<string | symbol, unknown>;

/** What winston keeps of a record beside its fields, whatever formats make of these. */
export const LEVEL: unique symbol = Symbol.for('level');
export const SPLAT: unique symbol = Symbol.for('splat');

/**
 * The logger that writes: a child is an object that inherits from it.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION` if it is none
 */
export function writerOf(logger: unknown): object {
  let at = logger;
  while (typeof at === 'object' && at !== null && !hasOwn(at, '_readableState')) {
    at = getPrototypeOf(at);
  }
  if (typeof at !== 'object' || at === null || !('levels' in at)) {
    throw notOf('winston', logger, 'Give a logger that winston.createLogger() has made.');
  }
  return at;
}
