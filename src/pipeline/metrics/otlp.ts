import { envelopeOf } from '../../wire/otlp/envelope.ts';
import { attributes, concat, field } from '../../wire/otlp/message.ts';
import type { Resource } from '../../wire/telemetry.ts';
import type {
  Attributes,
  HistogramMetric,
  HistogramPoint,
  Metric,
  NumberMetric,
  Point,
} from './metric.ts';

/** Number of `metrics` in `ScopeMetrics`. */
const METRIC = 2;
const NAME = 1;
const DESCRIPTION = 2;
const UNIT = 3;
/** Number of the data in `Metric`, by kind. */
const DATA = { gauge: 5, counter: 7, histogram: 9 } as const;
const POINT = 1;
/** Fields 2 and 3 of `Sum`, field 2 of `Histogram`, as they always are. */
const CUMULATIVE = [0x10, 2];
const MONOTONIC = [0x18, 1];

/** Tags that points of both kinds have. */
const START = 0x11;
const TIME = 0x19;
const NUMBER_ATTRIBUTE = 0x3a;
const AS_DOUBLE = 0x21;
const AS_INT = 0x31;
const HISTOGRAM_ATTRIBUTE = 0x4a;
const COUNT = 0x21;
const SUM = 0x29;
const BUCKET_COUNTS = 6;
const BOUNDS = 7;

/** When the counting began, and when it was read; Unix time in ns. */
export interface Interval {
  readonly start: bigint;
  readonly time: bigint;
}

/** Body of an `ExportMetricsServiceRequest`, which is `MetricsData` too. */
export function encodeMetrics(
  metrics: readonly Metric[],
  resource: Resource,
  interval: Interval,
): Uint8Array {
  const items = metrics.filter(({ points }) => points.length > 0);
  const bytes = concat(items.map((metric) => encodeMetric(metric, interval)));
  return envelopeOf(resource).around(bytes.length, (encoder) => encoder.copy(bytes));
}

function encodeMetric(metric: Metric, interval: Interval): Uint8Array {
  const data =
    metric.kind === 'histogram' ? histogram(metric, interval) : numbers(metric, interval);
  const message = concat([
    field(NAME, metric.name),
    field(DESCRIPTION, metric.description),
    field(UNIT, metric.unit),
    field(DATA[metric.kind], data),
  ]);
  return field(METRIC, message);
}

function numbers({ kind, points }: NumberMetric, interval: Interval): Uint8Array {
  const encoded = points.map((point) => field(POINT, numberPoint(point, interval)));
  if (kind === 'counter') encoded.push(Uint8Array.from([...CUMULATIVE, ...MONOTONIC]));
  return concat(encoded);
}

function numberPoint({ attributes, value }: Point, interval: Interval): Uint8Array {
  const isInt = Number.isSafeInteger(value);
  return concat([
    ...head(NUMBER_ATTRIBUTE, attributes, interval),
    isInt ? fixed64(AS_INT, BigInt(value)) : double(AS_DOUBLE, value),
  ]);
}

function histogram({ bounds, points }: HistogramMetric, interval: Interval): Uint8Array {
  const encodedBounds = packed(BOUNDS, bounds, (bytes, value, at) =>
    bytes.writeDoubleLE(value, at),
  );
  const encoded = points.map((point) =>
    field(POINT, histogramPoint(point, encodedBounds, interval)),
  );
  return concat([...encoded, Uint8Array.from(CUMULATIVE)]);
}

function histogramPoint(
  { attributes, count, sum, buckets }: HistogramPoint,
  bounds: Uint8Array,
  interval: Interval,
): Uint8Array {
  return concat([
    ...head(HISTOGRAM_ATTRIBUTE, attributes, interval),
    fixed64(COUNT, BigInt(count)),
    double(SUM, sum),
    packed(BUCKET_COUNTS, buckets, (bytes, value, at) => bytes.writeBigUInt64LE(BigInt(value), at)),
    bounds,
  ]);
}

function head(tag: number, fields: Attributes, { start, time }: Interval): Uint8Array[] {
  return [attributes(tag, { ...fields }), fixed64(START, start), fixed64(TIME, time)];
}

function fixed64(tag: number, value: bigint): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = tag;
  bytes.writeBigInt64LE(BigInt.asIntN(64, value), 1);
  return bytes;
}

function double(tag: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = tag;
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

/** Numbers of eight bytes each, one after another. */
function packed(
  number: number,
  values: readonly number[],
  write: (bytes: Buffer, value: number, at: number) => void,
): Uint8Array {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) write(bytes, value, i * 8);
  return field(number, bytes);
}
