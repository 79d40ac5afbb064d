import { randomBytes } from 'node:crypto';
import { type HrTime, type SpanContext, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Unix time in seconds. */
const NOW = Math.floor(Date.now() / 1000);
const SCOPE = { name: 'reference', version: '1.2.3' };

/** Every kind of value that the SDK sends. */
const ATTRIBUTES = {
  text: 'text',
  'no text': '',
  'ünïcode → 🙂': 'line\nline\u0000"\\',
  yes: true,
  no: false,
  zero: 0,
  int: -(2 ** 53 - 1),
  double: 0.1,
  small: 1e-300,
  texts: ['a', '', 'c'],
  numbers: [1, -2, 3],
};

/** What only the attributes and bodies of logs may hold, by the SDK's types. */
const NESTED = {
  ...ATTRIBUTES,
  bytes: Uint8Array.of(0, 1, 254, 255),
  nested: { list: [1, 'two', { three: true }], none: {} },
};

/** Spans of a trace of three. */
export function sdkSpans(route: string): ReadableSpan[] {
  const traceId = randomBytes(16).toString('hex');
  const root = span(route, context(traceId), 'root', {});
  const client = span(route, context(traceId), 'GET /orders/:id', {
    kind: SpanKind.CLIENT,
    parentSpanContext: root.spanContext(),
    attributes: ATTRIBUTES,
    status: { code: SpanStatusCode.OK },
  });
  const failed = span(route, context(traceId), 'failed', {
    kind: SpanKind.CONSUMER,
    parentSpanContext: { ...client.spanContext(), isRemote: true },
    status: { code: SpanStatusCode.ERROR, message: 'no such order' },
    events: [
      { name: 'retry', time: time(1), droppedAttributesCount: 1 },
      { name: 'exception', time: time(2), attributes: { 'exception.message': 'no such order' } },
    ],
    links: [{ context: context(randomBytes(16).toString('hex')), attributes: { why: 'caused' } }],
    droppedAttributesCount: 3,
  });
  return [root, client, failed];
}

/** Log records inside and outside of a trace. */
export function sdkLogs(route: string): ReadableLogRecord[] {
  const traceId = randomBytes(16).toString('hex');
  return [
    log(route, 1, { severityNumber: SeverityNumber.INFO, severityText: 'info', body: 'text' }),
    log(route, 2, { spanContext: context(traceId), attributes: NESTED }),
    log(route, 3, { severityNumber: SeverityNumber.FATAL, body: NESTED, eventName: 'crash' }),
  ];
}

function span(
  route: string,
  spanContext: SpanContext,
  name: string,
  rest: Partial<ReadableSpan>,
): ReadableSpan {
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => spanContext,
    startTime: time(0),
    endTime: time(123_456_789),
    duration: [0, 123_456_789],
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    events: [],
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...around(route),
    ...rest,
  };
}

function log(route: string, ns: number, rest: Partial<ReadableLogRecord>): ReadableLogRecord {
  return {
    hrTime: time(ns),
    hrTimeObserved: time(ns + 1),
    attributes: {},
    droppedAttributesCount: 0,
    ...around(route),
    ...rest,
  };
}

function around(route: string): Pick<ReadableSpan, 'resource' | 'instrumentationScope'> {
  const attributes = { 'service.name': 'reference', 'test.route': route };
  return { resource: resourceFromAttributes(attributes), instrumentationScope: SCOPE };
}

function context(traceId: string): SpanContext {
  return { traceId, spanId: randomBytes(8).toString('hex'), traceFlags: 1 };
}

/** A time whose last digits a float would lose. */
function time(ns: number): HrTime {
  return [NOW, 864_197_532 + ns];
}
