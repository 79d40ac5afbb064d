import type { Level } from '../../base/level.ts';
import type { ReadableEvent } from '../../dispatch/readable-event.ts';
import { notOf } from '../check.ts';
import { type Feed, feed } from '../feed.ts';
import { fieldsOf, messageOf } from '../told.ts';
import { type PinoLogger, targetOf } from './library.ts';
import { tapPino } from './tap.ts';

/** By pino's numbers, where a logger has no level of ours. */
const NUMBERS: Readonly<Record<Level, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

type LogCall = (fields: object, message: string) => void;
type Kept = PinoLogger & Record<string, LogCall> & Record<symbol, string>;

/**
 * A dispatcher that logs each event by a logger of pino, at its level and with the ids of its span.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function toPino(logger: PinoLogger): Feed {
  if (typeof logger !== 'object' || logger === null)
    throw notOf('pino', logger, 'Give a logger that pino() has made.');
  const kept = logger as Kept;
  const target = targetOf(logger);
  const errorKey = kept[target.symbols.errorKey] ?? 'err';
  return feed(
    tapPino(target, null),
    kept[target.symbols.stream] as unknown as object,
    (event) => {
      const fields = event.error === undefined ? fieldsOf(event) : withError(event, errorKey);
      kept[nameOf(logger, event.level)]?.(fields, messageOf(event));
    },
    () => (kept['flush'] as (() => void) | undefined)?.call(logger),
  );
}

/** The error itself, for the logger's serializer, in place of what describes it. */
function withError(event: ReadableEvent, errorKey: string): object {
  const {
    'exception.type': _type,
    'exception.message': _message,
    'exception.stacktrace': _stack,
    'spanfn.causes': _causes,
    ...fields
  } = fieldsOf(event);
  return { ...fields, [errorKey]: event.error };
}

/** A logger may have levels of its own only: the next above is nearest in meaning. */
function nameOf({ levels }: PinoLogger, level: Level): string {
  if (level in levels.values) return level;
  const sorted = Object.entries(levels.values).sort(([, a], [, b]) => a - b);
  const found = sorted.find(([, number]) => number >= NUMBERS[level]) ?? sorted.at(-1);
  return found?.[0] ?? level;
}
