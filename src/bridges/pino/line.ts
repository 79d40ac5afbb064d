import { toValue } from '../../base/capture.ts';
import { countCaptureError } from '../../base/capture-errors.ts';
import { LEVELS, type Level } from '../../base/level.ts';
import { addError, isError } from '../../log/error-fields.ts';
import type { LiveEvent } from '../../log/live-event.ts';
import { redactedKeys } from '../../span/redaction.ts';
import { addFields, capture, noteLevel, type Origin, toldIds } from '../captured.ts';
import type { PinoLogger, PinoSymbols } from './library.ts';

/** A record as pino writes it. */
export interface Written {
  readonly logger: PinoLogger;
  readonly symbols: PinoSymbols;
  /** The fields, and under `errorKey` the error, as they were given. */
  readonly object: unknown;
  /** Of the level. */
  readonly number: number;
  /** The part of the line that is the time. */
  readonly time: string;
  readonly line: string;
}

type Members = Record<string, unknown>;

/** Pino's serializer tells these of an error; spanfn does so by itself. */
const TOLD = ['type', 'message', 'stack', 'cause', 'aggregateErrors'];

/**
 * Logs what a line says, rather than what the logger was called with: bindings, serializers, mixin
 * and redaction have done their work on it.
 */
export function captureLine(origin: Omit<Origin, 'level'>, written: Written): void {
  capture({ ...origin, level: levelOf(written.number) }, (event) => {
    try {
      fill(event, written);
    } catch {
      countCaptureError(); // No JSON, by a formatter of the user's.
      event.body ??= toValue(written.line);
    }
  });
}

/** Pino's numbers go by tens, those of levels of one's own lie between. */
function levelOf(number: number): Level {
  const rank = Math.floor(number / 10) - 1;
  return LEVELS[Math.min(Math.max(rank, 0), LEVELS.length - 1)] ?? 'info';
}

function fill(event: LiveEvent, { logger, symbols, object, number, time, line }: Written): void {
  const kept = logger as unknown as Record<symbol, string> & PinoLogger;
  const members: Members = JSON.parse(line);
  const errorKey = kept[symbols.errorKey] ?? 'err';
  const messageKey = kept[symbols.messageKey] ?? 'msg';
  const levelText = (kept[symbols.lsCache] as unknown as Record<number, string>)[number] ?? '{';
  takeError(event, members, errorKey, object);
  event.body =
    members[messageKey] === undefined ? null : toValue(members[messageKey], redactedKeys());
  addFields(event, members, [
    messageKey,
    ...Object.keys(JSON.parse(`${levelText}${time}}`)),
    ...(members['pid'] === process.pid ? ['pid', 'hostname'] : []),
    ...toldIds(event, members),
  ]);
  noteLevel(event, logger.levels.labels[number]);
}

/** An error that was redacted, or is none any more, stays what pino has made of it. */
function takeError(event: LiveEvent, members: Members, key: string, object: unknown): void {
  const error = (object as Members | null | undefined)?.[key];
  const shown = members[key];
  if (typeof error !== 'object' || error === null || !isError(error)) return;
  if (typeof shown !== 'object' || shown === null) return;
  addError(event, error);
  for (const told of TOLD) delete (shown as Members)[told];
  if (Object.keys(shown).length === 0) delete members[key];
}
