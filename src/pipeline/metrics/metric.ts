/** What tells points of one metric from each other. */
export type Attributes = Readonly<Record<string, string>>;

/** One value. */
export interface Point {
  readonly attributes: Attributes;
  readonly value: number;
}

/** How values are spread. */
export interface HistogramPoint {
  readonly attributes: Attributes;
  readonly count: number;
  readonly sum: number;
  /** Values in each bucket; one more than there are bounds. */
  readonly buckets: readonly number[];
}

interface Described {
  /** As OpenTelemetry writes it, with dots. */
  readonly name: string;
  readonly description: string;
  /** By UCUM: `s`, `By`, `{span}`. */
  readonly unit: string;
}

/** A value of which only the sum since the start is told (`counter`), or the present one. */
export interface NumberMetric extends Described {
  readonly kind: 'counter' | 'gauge';
  readonly points: readonly Point[];
}

export interface HistogramMetric extends Described {
  readonly kind: 'histogram';
  /** Upper bounds of the buckets, each inclusive; the last bucket has none. */
  readonly bounds: readonly number[];
  readonly points: readonly HistogramPoint[];
}

export type Metric = NumberMetric | HistogramMetric;
