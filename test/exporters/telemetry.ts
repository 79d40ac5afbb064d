import type { Fields } from '../../src/base/value.ts';
import type { Batch } from '../../src/pipeline/exporters/exporter.ts';
import { logsJson, tracesJson } from '../../src/wire/otlp/json.ts';
import type { WireSite } from '../../src/wire/record.ts';
import type { LogData, Resource, SpanData } from '../../src/wire/telemetry.ts';
import { batch } from './batch.ts';

export const SIGNAL = new AbortController().signal;

/** Unix time in ns, with digits that a number has no room for. */
export const T0 = 1_764_000_000_123_456_789n;

const SITE: WireSite = {
  id: 1,
  name: 'Cart.total',
  target: 'src/cart.ts',
  level: 'info',
  kind: 'sync',
  file: '/app/src/cart.ts',
  line: 12,
  column: 3,
};

let made = 0;

export function spanData(parts: Partial<SpanData> = {}): SpanData {
  made++;
  return {
    site: SITE,
    name: 'Cart.total',
    kind: 'thread',
    traceId: 'a'.repeat(32),
    spanId: made.toString(16).padStart(16, '0'),
    parentSpanId: undefined,
    remoteParent: false,
    startTime: T0,
    endTime: T0 + 1001n,
    status: 'unset',
    statusMessage: '',
    fields: {},
    droppedFields: 0,
    events: [],
    links: [],
    threadId: 0,
    sequence: made,
    ...parts,
  };
}

export function logData(parts: Partial<LogData> = {}): LogData {
  made++;
  return {
    site: { id: 2, name: 'log', target: 'app.orders', level: 'warn', kind: 'event' },
    time: T0,
    level: 'warn',
    eventName: undefined,
    body: 'stock is low',
    fields: {},
    droppedFields: 0,
    traceId: undefined,
    spanId: undefined,
    sampled: true,
    threadId: 0,
    sequence: made,
    ...parts,
  };
}

export const RESOURCE: Resource = {
  attributes: { 'service.name': 'shop', 'process.pid': 4711 },
};

export function spanBatch(spans: readonly SpanData[], resource = RESOURCE): Batch {
  const json = (): string => tracesJson(spans, resource);
  return batch(spans.length, { signal: 'traces', spans, resource, json });
}

export function logBatch(logs: readonly LogData[], resource = RESOURCE): Batch {
  const json = (): string => logsJson(logs, resource);
  return batch(logs.length, { signal: 'logs', logs, resource, json });
}

/** Every kind of value, and those that tools stumble over. */
export const ODD_FIELDS: Fields = Object.defineProperty(
  {
    text: 'héllo "wörld"\n\t\\ → 🛒',
    empty: '',
    nul: 'a\u0000b',
    lone: 'x\ud800y',
    yes: true,
    nothing: null,
    zero: 0,
    minusZero: -0,
    half: 0.5,
    huge: 1e300,
    nan: Number.NaN,
    infinity: Number.POSITIVE_INFINITY,
    minusInfinity: Number.NEGATIVE_INFINITY,
    safest: Number.MAX_SAFE_INTEGER,
    most: 2n ** 63n - 1n,
    least: -(2n ** 63n),
    bytes: new Uint8Array([0, 1, 254, 255]),
    list: [1, 'two', [3n], { four: null }],
    nested: { a: { b: { c: [true] } } },
    constructor: 'own',
    'key with "quotes" and ünï': 1,
    '': 'no name',
  } as unknown as Fields,
  '__proto__',
  { value: { polluted: true }, enumerable: true, configurable: true, writable: true },
);
