import { stripVTControlCharacters } from 'node:util';
import { toValue } from '../../base/capture.ts';
import { countCaptureError } from '../../base/capture-errors.ts';
import type { Frame } from '../../frame/frame.ts';
import { addError, isError } from '../../log/error-fields.ts';
import type { LiveEvent } from '../../log/live-event.ts';
import { redactedKeys } from '../../span/redaction.ts';
import { addFields, capture, noteLevel, type Origin, toldIds } from '../captured.ts';
import { levelOf } from './levels.ts';
import { type Info, LEVEL, SPLAT, type WinstonLogger } from './library.ts';

/** Under these names an error is commonly logged. */
const ERROR_KEYS = ['err', 'error'];

/** The error that a record reports, and the name of its field, if it is in one. */
export interface Reported {
  readonly value: unknown;
  readonly key: string;
}

/** A record on its way through the formats of its logger. */
export interface Passing {
  readonly given: Info;
  /** Formats may take it out, or make text of it. */
  readonly error: Reported | undefined;
  readonly frame: Frame | undefined;
}

/**
 * Logs a record as formats have left it, so that what they take out stays out; the error is the
 * one that was given. What no transport would write is not logged either.
 */
export function captureInfo(
  origin: Omit<Origin, 'level' | 'frame'>,
  logger: WinstonLogger,
  { given, error, frame }: Passing,
  info: Info,
): void {
  const name = String(info[LEVEL] ?? given[LEVEL] ?? info['level']);
  try {
    if (logger.isLevelEnabled?.(name) === false) return;
  } catch {
    countCaptureError();
  }
  capture({ ...origin, frame, level: levelOf(name, logger.levels) }, (event) => {
    if (error !== undefined) addError(event, error.value);
    event.body = bodyOf(info);
    addFields(event, info, [
      'level',
      'message',
      ...toldIds(event, info),
      ...(error === undefined ? [] : ['stack', 'cause', error.key]),
    ]);
    noteLevel(event, name);
  });
}

function bodyOf({ message }: Info): LiveEvent['body'] {
  if (typeof message === 'string') return toValue(stripVTControlCharacters(message)); // Colours.
  return message === undefined ? null : toValue(message, redactedKeys());
}

/** The error that a record reports: itself, its message, the argument behind it, or a field. */
export function errorOf(given: Info): Reported | undefined {
  const splat = given[SPLAT];
  const candidates: [string, unknown][] = [
    ['', given],
    ['', given['message']],
    ['', Array.isArray(splat) ? splat[0] : undefined],
    ...ERROR_KEYS.map((key): [string, unknown] => [key, given[key]]),
  ];
  const found = candidates.find(
    ([, value]) => typeof value === 'object' && value !== null && isError(value),
  );
  return found && { key: found[0], value: found[1] };
}
