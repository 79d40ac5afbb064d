import { eachRecord } from '../../wire/otlp/walk.ts';
import { Flag, RecordKind, SpanWord, type WireSite, Word } from '../../wire/record.ts';
import type { Segment } from '../../wire/source.ts';
import type { Attributes, Metric } from './metric.ts';

/** Seconds: those that semantic conventions give for requests, and below them what functions take. */
export const DURATION_BOUNDS: readonly number[] = [
  0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** All that is counted of the sites beyond the bound. */
const OTHER = '(other)';
const MAX_SITES = 2000;
const ERROR = 2;
const LOW_WORDS = 4_294_967_296;

export interface SpanMetricsOptions {
  /** Sites that are told apart; default 2,000. */
  readonly maxSites?: number | undefined;
  /** Upper bounds of the buckets in seconds, ascending. */
  readonly bounds?: readonly number[] | undefined;
}

/** Rate, errors and duration of the spans of each site. */
export class SpanMetrics {
  readonly #bounds: readonly number[];
  readonly #boundsNano: readonly number[];
  readonly #maxSites: number;
  /** By name and target: a site that several threads know is one. */
  readonly #series = new Map<string, Series>();
  readonly #bySite = new WeakMap<WireSite, Series>();
  readonly #other: Series;

  constructor({ maxSites = MAX_SITES, bounds = DURATION_BOUNDS }: SpanMetricsOptions = {}) {
    this.#bounds = bounds;
    this.#boundsNano = bounds.map((bound) => Math.round(bound * 1e9));
    this.#maxSites = maxSites;
    this.#other = this.#make({ 'code.function.name': OTHER, 'spanfn.target': OTHER });
  }

  /** Counts all spans of a segment. */
  add(segment: Segment): void {
    const { words, source } = segment;
    eachRecord(segment, RecordKind.SPAN, (at) => {
      const site = source.sites.get(words[at + Word.SITE] as number);
      const series = site === undefined ? this.#other : this.#seriesOf(site);
      const status = ((words[at + Word.HEAD] as number) >> Flag.STATUS_SHIFT) & 3;
      series.add(duration(words, at), status === ERROR);
    });
  }

  /** What was counted until now. */
  collect(): Metric[] {
    const series = [...this.#series.values()];
    if (this.#other.count > 0) series.push(this.#other);
    return [
      {
        name: 'spanfn.span.duration',
        description: 'Duration of the spans of each function.',
        unit: 's',
        kind: 'histogram',
        bounds: this.#bounds,
        points: series.map(({ attributes, count, nano, buckets }) => {
          return { attributes, count, sum: nano / 1e9, buckets: [...buckets] };
        }),
      },
      {
        name: 'spanfn.span.errors',
        description: 'Spans of each function that ended with an error.',
        unit: '{span}',
        kind: 'counter',
        points: series.map(({ attributes, errors }) => ({ attributes, value: errors })),
      },
    ];
  }

  #seriesOf(site: WireSite): Series {
    const known = this.#bySite.get(site);
    if (known !== undefined) return known;
    const series = this.#find(site);
    this.#bySite.set(site, series);
    return series;
  }

  #find({ name, target }: WireSite): Series {
    const key = `${name}\n${target}`;
    const found = this.#series.get(key);
    if (found !== undefined) return found;
    if (this.#series.size >= this.#maxSites) return this.#other;
    const made = this.#make({ 'code.function.name': name, 'spanfn.target': target });
    this.#series.set(key, made);
    return made;
  }

  #make(attributes: Attributes): Series {
    return new Series(attributes, this.#boundsNano);
  }
}

/** What is counted of one site. */
class Series {
  readonly attributes: Attributes;
  readonly buckets: number[];
  count = 0;
  errors = 0;
  nano = 0;
  readonly #bounds: readonly number[];

  constructor(attributes: Attributes, bounds: readonly number[]) {
    this.attributes = attributes;
    this.#bounds = bounds;
    this.buckets = new Array(bounds.length + 1).fill(0);
  }

  add(nano: number, isError: boolean): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && nano > (this.#bounds[bucket] as number)) bucket++;
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
    this.count++;
    this.nano += nano;
    if (isError) this.errors++;
  }
}

/** Nanoseconds; exact up to 104 days. */
function duration(words: Int32Array, at: number): number {
  const low =
    ((words[at + SpanWord.END] as number) >>> 0) - ((words[at + SpanWord.BEGIN] as number) >>> 0);
  const high =
    (words[at + SpanWord.END + 1] as number) - (words[at + SpanWord.BEGIN + 1] as number);
  return Math.max(0, high * LOW_WORDS + low);
}
