import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { ReadableEvent, ReadableSpan } from 'spanfn';
import type { Message } from '../../wire/otlp-messages.ts';
import { int, text } from './attributes.ts';
import { expectedLogs } from './expected-logs.ts';
import { LINKED, MANY, MESSAGE, REMOTE } from './spans.ts';
import { VALUES_ARRIVE } from './values.ts';

const SAMPLED_AND_PARENT_KNOWN = 0x101;
const PARENT_REMOTE = 0x200;
const INTERNAL = 1;
const OK = 1;
const ERROR = 2;

/** What has to arrive of a span beyond ids, times and kind, which only the process knows. */
interface Expected {
  /** Name of the parent. */
  readonly parent?: string;
  readonly attributes?: readonly Message[];
  readonly rest?: Message;
}

const TENANT = text('tenant', 'ada');
const BELOW = { parent: 'checkout', attributes: [TENANT] };

const EXPECTED: Readonly<Record<string, (span: ReadableSpan) => Expected>> = {
  checkout: () => ({ attributes: [TENANT, int('items', 2)] }),
  values: () => ({ ...BELOW, attributes: [TENANT, ...VALUES_ARRIVE] }),
  placed: () => ({
    ...BELOW,
    attributes: [
      TENANT,
      text('spanfn.target', 'src/shop.ts'),
      text('code.file.path', 'src/shop.ts'),
    ],
  }),
  price: () => ({
    ...BELOW,
    attributes: [
      TENANT,
      text('spanfn.target', 'shop'),
      text('code.file.path', join(import.meta.dirname, 'spans.ts')), // Where it was decorated.
      text('item', 'tea'),
      int('count', 3),
      int('total', 21),
    ],
  }),
  approved: () => ({ ...BELOW, rest: { status: { code: OK } } }),
  linked: () => ({
    ...BELOW,
    rest: { links: [{ ...LINKED, attributes: [text('why', 'caused')] }, LINKED] },
  }),
  failed: ({ endTime, error }) => ({
    ...BELOW,
    attributes: [TENANT, text('error.type', 'TypeError')],
    rest: {
      status: { code: ERROR, message: MESSAGE },
      events: [exception(endTime as bigint, error as Error)],
    },
  }),
  consume: () => ({
    rest: { parentSpanId: REMOTE.spanId, flags: SAMPLED_AND_PARENT_KNOWN | PARENT_REMOTE },
  }),
  crowd: () => ({}),
  order: () => ({ attributes: [TENANT, int('shift', 1)] }),
  'one of many': ({ fields }) => ({
    parent: 'crowd',
    attributes: [int('index', fields['index'] as number)],
  }),
};

/** How many spans have to end, but for the one that is logged in. */
export const COUNT: number = Object.keys(EXPECTED).length - 2 + MANY;

/** What has to arrive, as one export request of both signals in OTLP's JSON. */
export function expectedRequest(
  { spans, events }: { spans: readonly ReadableSpan[]; events: readonly ReadableEvent[] },
  route: string,
  version: string,
): Message {
  const idOf = new Map(spans.map(({ name, spanId }) => [name, spanId]));
  const scope = { name: 'spanfn', version };
  const resource = expectedResource(route, version);
  const scopeSpans = [{ scope, spans: spans.map((span) => expectedSpan(span, idOf)) }];
  const scopeLogs = [{ scope, logRecords: expectedLogs(events) }];
  return { resourceSpans: [{ resource, scopeSpans }], resourceLogs: [{ resource, scopeLogs }] };
}

function expectedSpan(span: ReadableSpan, idOf: ReadonlyMap<string, string>): Message {
  const { parent, attributes = [], rest } = EXPECTED[span.name]!(span);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: parent === undefined ? '' : idOf.get(parent),
    flags: SAMPLED_AND_PARENT_KNOWN,
    name: span.name,
    kind: INTERNAL,
    startTimeUnixNano: String(span.startTime),
    endTimeUnixNano: String(span.endTime),
    attributes: [
      text('code.function.name', span.name),
      int('thread.id', threadId),
      text('spanfn.kind', span.kind),
      ...attributes,
    ],
    ...rest,
  };
}

function expectedResource(route: string, version: string): Message {
  return {
    attributes: [
      text('service.name', 'spanfn-test'),
      text('test.route', route),
      text('telemetry.sdk.name', 'spanfn'),
      text('telemetry.sdk.language', 'nodejs'),
      text('telemetry.sdk.version', version),
      text('process.runtime.version', process.versions.node),
      int('process.pid', process.pid),
      text('host.name', hostname()),
    ],
  };
}

function exception(time: bigint, { message, stack }: Error): Message {
  const attributes = [
    text('exception.type', 'TypeError'),
    text('exception.message', message),
    text('exception.stacktrace', stack as string),
  ];
  return { name: 'exception', timeUnixNano: String(time), attributes };
}
