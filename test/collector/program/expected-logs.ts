import { threadId } from 'node:worker_threads';
import type { ReadableEvent } from 'spanfn';
import type { Message } from '../../wire/otlp-messages.ts';
import { int, text } from './attributes.ts';
import { MANY_LOGS, REASON, TOO_MANY } from './logs.ts';
import { VALUES_ARRIVE } from './values.ts';

const SEVERITIES = [
  ['TRACE', 1],
  ['DEBUG', 5],
  ['INFO', 9],
  ['WARN', 13],
  ['ERROR', 17],
  ['FATAL', 21],
] as const;
const [, , INFO, WARN, ERROR] = SEVERITIES;
const SAMPLED = 1;
/** Fields of one event that are kept. */
const KEPT = 128;

/** What has to arrive of an event beyond time and ids, which only the process knows. */
interface Expected {
  readonly severity?: readonly [text: string, number: number];
  readonly body?: Message;
  readonly attributes?: readonly Message[];
  readonly rest?: Message;
}

const TENANT = text('tenant', 'ada');
const SHIFT = int('shift', 1);

const EXPECTED: readonly ((event: ReadableEvent) => Expected)[] = [
  ...SEVERITIES.map((severity) => () => ({
    severity,
    body: say(`ünïcode → 🙂 ${severity[0].toLowerCase()}`),
  })),
  () => ({ body: say('values'), attributes: VALUES_ARRIVE }),
  () => ({ body: { kvlistValue: { values: VALUES_ARRIVE } }, rest: { eventName: 'all.values' } }),
  () => ({ body: say('') }),
  () => ({ attributes: [{ key: 'alone', value: { boolValue: true } }] }),
  () => ({
    severity: WARN,
    body: say('slow'),
    attributes: [
      text('spanfn.target', 'db'),
      TENANT,
      int('shift', 2),
      int('rows', 3),
      { key: 'ms', value: { doubleValue: 12.5 } },
    ],
  }),
  () => ({
    body: say('placed'),
    attributes: [
      text('spanfn.target', 'src/shop.ts'),
      text('code.file.path', 'src/shop.ts'),
      TENANT,
      SHIFT,
    ],
  }),
  () => ({
    severity: ERROR,
    attributes: [TENANT, SHIFT, text('user', 'ann')],
    rest: { eventName: 'user.login' },
  }),
  ({ error }) => ({
    severity: ERROR,
    body: say('cannot store'),
    attributes: [TENANT, SHIFT, ...exception(error as Error)],
  }),
  () => ({
    body: say('wide'),
    attributes: Array.from({ length: KEPT }, (_, i) => int(`f${i}`, i)),
    rest: { droppedAttributesCount: TOO_MANY - KEPT },
  }),
  ...Array.from({ length: MANY_LOGS }, (_, index) => () => ({
    body: say('one of many'),
    attributes: [int('index', index)],
  })),
];

/** How many events have to be logged. */
export const LOG_COUNT: number = EXPECTED.length;

/** The log records that have to arrive, in OTLP's JSON; one for each event, in their order. */
export function expectedLogs(events: readonly ReadableEvent[]): Message[] {
  return events.map((event, i) => expectedLog(event, EXPECTED[i]!(event)));
}

function expectedLog(event: ReadableEvent, expected: Expected): Message {
  const { severity = INFO, body, attributes = [], rest } = expected;
  const { time, span } = event;
  return {
    timeUnixNano: String(time),
    observedTimeUnixNano: String(time),
    severityText: severity[0],
    severityNumber: severity[1],
    body,
    attributes: [int('thread.id', threadId), ...attributes],
    ...(span === null ? {} : { traceId: span.traceId, spanId: span.spanId, flags: SAMPLED }),
    ...rest,
  };
}

function say(stringValue: string): Message {
  return { stringValue };
}

function exception({ message, stack, cause }: Error): Message[] {
  const causes = { arrayValue: { values: [say(`Error: ${REASON}`)] } };
  return [
    text('exception.type', 'TypeError'),
    text('exception.message', message),
    text('exception.stacktrace', `${stack}\nCaused by: ${(cause as Error).stack}`),
    { key: 'spanfn.causes', value: causes },
  ];
}
