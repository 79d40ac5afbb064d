import { inspect } from 'node:util';
import type { Level } from '../base/level.ts';
import { rankOf } from '../base/level.ts';
import { checkRecording, type Equals, type Outcome } from './expectations.ts';
import { logLine, type RecordedLog } from './recorded-log.ts';
import type { Recording } from './recording.ts';

/** Fields that an event must have; it may have others. */
export type ExpectedFields = Readonly<Record<string, unknown>>;

interface ExpectedLog {
  readonly level: Level;
  readonly text: string | RegExp;
  readonly fields: ExpectedFields;
}

/**
 * Whether some event is as expected.
 *
 * @throws SpanFnError `SPANFN_BAD_LEVEL`
 */
export function expectLogged(recording: Recording, expected: ExpectedLog, equals: Equals): Outcome {
  const { logs } = checkRecording(recording);
  rankOf(expected.level);
  const ofText = logs.filter((log) => fits(log.text, expected.text));
  const faults = ofText.map((log) => faultOf(log, expected, equals));
  if (faults.includes(undefined)) {
    return { pass: true, failure: `expected not to have logged ${wish(expected)}` };
  }
  const found = ofText.length === 0 ? 'there is none of that text' : faults.join('; ');
  return {
    pass: false,
    failure: `expected to have logged ${wish(expected)}: ${found}\n\n${shown(logs)}`,
  };
}

function fits(text: string, expected: string | RegExp): boolean {
  // `search` minds no `lastIndex`, which some patterns keep from one text to the next.
  return typeof expected === 'string' ? text === expected : text.search(expected) >= 0;
}

function faultOf(log: RecordedLog, { level, fields }: ExpectedLog, equals: Equals) {
  if (log.level !== level) return `level is ${log.level}`;
  for (const [key, value] of Object.entries(fields)) {
    const actual = Object.hasOwn(log.fields, key) ? log.fields[key] : undefined;
    if (!equals(actual, value)) return `field ${key} is ${inspect(actual)}`;
  }
  return undefined;
}

function wish({ level, text, fields }: ExpectedLog): string {
  const wanted = Object.keys(fields).length === 0 ? '' : ` with fields ${inspect(fields)}`;
  return `${level} ${inspect(text)}${wanted}`;
}

function shown(logs: readonly RecordedLog[]): string {
  if (logs.length === 0) return 'Nothing was logged.';
  return `Logged:\n${logs.map((log) => logLine(log)).join('\n')}`;
}
