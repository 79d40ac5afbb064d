import parse from 'parse-prometheus-text-format';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../../src/pipeline/metrics/metric.ts';
import { encodeMetrics } from '../../src/pipeline/metrics/otlp.ts';
import { pipelineMetrics } from '../../src/pipeline/metrics/pipeline-stats.ts';
import { prometheusText } from '../../src/pipeline/metrics/prometheus.ts';
import { DURATION_BOUNDS, SpanMetrics } from '../../src/pipeline/metrics/span-metrics.ts';
import { segmentOf, siteOf, sourceOf, spanRecord } from '../retention/records.ts';
import { decodeMessage, fieldsOf, type Message } from '../wire/otlp-messages.ts';

const SECOND = 1e9;

function spanOf(site: number, seconds: number, status: 0 | 1 | 2 = 0): Int32Array {
  return spanRecord({ site, begin: 5 * SECOND, end: Math.round((5 + seconds) * SECOND), status });
}

function counted(records: readonly Int32Array[], metrics = new SpanMetrics()): Metric[] {
  metrics.add(segmentOf(sourceOf([siteOf(1), siteOf(2)]), records));
  return metrics.collect();
}

/** Total of the points of a metric. */
function total([, errors]: readonly Metric[]): number {
  const points = errors?.kind === 'counter' ? errors.points : [];
  return points.reduce((sum, { value }) => sum + value, 0);
}

describe('metrics of spans', () => {
  test('count each span in the bucket whose bound it does not exceed', () => {
    const metrics = new SpanMetrics({ bounds: [0.1, 1, 10] });
    const [durations] = counted(
      [0, 0.1, 0.100000001, 1, 10, 10.5, 9000].map((s) => spanOf(1, s)),
      metrics,
    );
    expect(durations).toMatchObject({
      name: 'spanfn.span.duration',
      bounds: [0.1, 1, 10],
      points: [{ count: 7, buckets: [2, 2, 1, 2] }],
    });
    const [point] = durations?.kind === 'histogram' ? durations.points : [];
    expect(point?.sum).toBeCloseTo(9021.700000001, 9);
  });

  test('count errors beside, and no span twice', () => {
    const metrics = counted([
      spanOf(1, 1),
      spanOf(1, 1, 2),
      spanOf(2, 1, 1),
      spanOf(2, 1, 2),
      spanOf(2, 1, 2),
    ]);
    const [durations, errors] = metrics;
    expect(errors?.points).toEqual([
      { attributes: { 'code.function.name': 'f1', 'spanfn.target': 'src/shop.ts' }, value: 1 },
      { attributes: { 'code.function.name': 'f2', 'spanfn.target': 'src/shop.ts' }, value: 2 },
    ]);
    expect(durations?.points.map((point) => 'count' in point && point.count)).toEqual([2, 3]);
  });

  test('take one function of two threads for one', () => {
    const metrics = new SpanMetrics();
    metrics.add(segmentOf(sourceOf([siteOf(1, { name: 'f' })], 1), [spanOf(1, 1)]));
    metrics.add(segmentOf(sourceOf([siteOf(9, { name: 'f' })], 2), [spanOf(9, 1)]));
    expect(metrics.collect()[0]?.points).toMatchObject([{ count: 2 }]);
  });

  test('stay bounded however many sites there are; the rest has one name', () => {
    const metrics = new SpanMetrics({ maxSites: 10 });
    for (let id = 1; id <= 50; id++) {
      metrics.add(segmentOf(sourceOf([siteOf(id)]), [spanOf(id, 1, 2), spanOf(id, 1)]));
    }
    const [durations] = metrics.collect();
    expect(durations?.points.length).toBe(11);
    expect(durations?.points.at(-1)).toMatchObject({
      attributes: { 'code.function.name': '(other)' },
      count: 80,
    });
    expect(total(metrics.collect())).toBe(50);
  });

  test('count spans of a site that nobody knows', () => {
    const metrics = new SpanMetrics();
    metrics.add(segmentOf(sourceOf([]), [spanOf(1, 1)]));
    expect(metrics.collect()[0]?.points).toMatchObject([
      { attributes: { 'code.function.name': '(other)' }, count: 1 },
    ]);
  });

  test('add up exactly where the clock passes 2³² ns', () => {
    const metrics = new SpanMetrics();
    const record = spanRecord({ begin: 2 ** 32 - 1, end: 2 ** 33 + 5 });
    const [durations] = counted([record], metrics);
    expect(durations?.points).toMatchObject([{ sum: (2 ** 32 + 6) / 1e9 }]);
  });
});

const PATHOLOGICAL = 'say "hi"\\\n\u001b[31m→🙂';

/**
 * Values of a name by function and bound. The parser makes one histogram of all that have labels:
 * without their type it takes each line for itself.
 */
function samples(text: string): (name: string) => Record<string, string | undefined> {
  const families = parse(text.replace(/^# TYPE .* histogram$/gm, ''));
  return (wanted) => {
    const metrics = families.flatMap(({ name, metrics }) => (name === wanted ? metrics : []));
    return Object.fromEntries(
      metrics.map(({ labels, value }) => {
        const bound = labels?.['le'];
        const site = labels?.['code_function_name'];
        return [bound === undefined ? site : `${site} ${bound}`, value];
      }),
    );
  };
}

describe("Prometheus' text", () => {
  test('is read by a parser as it was meant', () => {
    const text = prometheusText(counted([spanOf(1, 0.003), spanOf(1, 0.2, 2), spanOf(2, 60)]));
    expect(parse(text).map(({ name, type }) => [name, type])).toEqual([
      ['spanfn_span_duration_seconds', 'HISTOGRAM'],
      ['spanfn_span_errors_total', 'COUNTER'],
    ]);
    const of = samples(text);
    expect(of('spanfn_span_duration_seconds_count')).toEqual({ f1: '2', f2: '1' });
    expect(of('spanfn_span_duration_seconds_sum')).toEqual({ f1: '0.203', f2: '60' });
    expect(of('spanfn_span_errors_total')).toEqual({ f1: '1', f2: '0' });
    const buckets = of('spanfn_span_duration_seconds_bucket');
    expect(buckets).toMatchObject({
      ...{ 'f1 0.001': '0', 'f1 0.005': '1', 'f1 0.1': '1', 'f1 0.25': '2', 'f1 +Inf': '2' },
      ...{ 'f2 10': '0', 'f2 +Inf': '1' },
    });
    expect(Object.keys(buckets).length).toBe(2 * (DURATION_BOUNDS.length + 1));
  });

  test('escapes what is in a name', () => {
    const metrics = new SpanMetrics();
    metrics.add(segmentOf(sourceOf([siteOf(1, { name: PATHOLOGICAL })]), [spanOf(1, 1)]));
    const text = prometheusText(metrics.collect());
    expect(samples(text)('spanfn_span_errors_total')).toEqual({ [PATHOLOGICAL]: '0' });
    expect(text.split('\n').every((line) => /^($|# (HELP|TYPE) |spanfn_)/.test(line))).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('has counters of the pipeline, those of exporters with a label', () => {
    const stats = {
      spansPushed: 12,
      bytesWritten: 3456,
      spansKeptBytes: 99,
      'otlp.spansExported': 10,
      'file2.spansExported': 7,
      'otlp.spansPending': 2,
    };
    const families = parse(prometheusText(pipelineMetrics(stats)));
    expect(families.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'spanfn_spans_pushed_total COUNTER',
      'spanfn_bytes_written_total COUNTER',
      'spanfn_spans_kept_bytes GAUGE',
      'spanfn_exporter_spans_exported_total COUNTER',
      'spanfn_exporter_spans_pending GAUGE',
    ]);
    expect(families[3]?.metrics).toEqual([
      { labels: { spanfn_exporter: 'otlp' }, value: '10' },
      { labels: { spanfn_exporter: 'file2' }, value: '7' },
    ]);
    expect(families[0]?.metrics).toEqual([{ value: '12' }]);
  });

  test('writes odd values as Prometheus reads them', () => {
    const points = [1e21, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(
      (value, i) => ({ attributes: { 'odd.key-1': `${i}` }, value }),
    );
    const text = prometheusText([
      { name: '9odd.name', description: 'a\\b\nc', unit: '', kind: 'gauge', points },
    ]);
    expect(text).toBe(
      [
        '# HELP _9odd_name a\\\\b\\nc',
        '# TYPE _9odd_name gauge',
        '_9odd_name{odd_key_1="0"} 1e+21',
        '_9odd_name{odd_key_1="1"} 0.1',
        '_9odd_name{odd_key_1="2"} NaN',
        '_9odd_name{odd_key_1="3"} +Inf',
        '_9odd_name{odd_key_1="4"} -Inf',
        '',
      ].join('\n'),
    );
  });

  test('is empty where nothing is counted', () => {
    expect(prometheusText([])).toBe('');
    expect(prometheusText(new SpanMetrics().collect())).toBe('');
  });
});

describe('metrics as OTLP', () => {
  const interval = { start: 1_700_000_000_000_000_001n, time: 1_700_000_009_000_000_002n };

  function received(metrics: readonly Metric[]): Message {
    const body = encodeMetrics(metrics, { attributes: { 'service.name': 'shop' } }, interval);
    return decodeMessage('ExportMetricsServiceRequest', body);
  }

  test('are read by the official definitions as they were meant', () => {
    const metrics = [
      ...counted([spanOf(1, 0.003), spanOf(1, 0.2, 2)]),
      ...pipelineMetrics({ spansPushed: 2 ** 40, 'otlp.spansPending': 2 }),
    ];
    const [resource] = received(metrics).resourceMetrics;
    expect(fieldsOf(resource.resource.attributes)).toEqual({ 'service.name': 'shop' });
    const [scope] = resource.scopeMetrics;
    expect(scope.scope.name).toBe('spanfn');
    const [durations, errors, pushed, pending] = scope.metrics;
    expect(durations).toMatchObject({ name: 'spanfn.span.duration', unit: 's' });
    expect(durations.histogram.aggregationTemporality).toBe(2);
    const [point] = durations.histogram.dataPoints;
    expect(point).toMatchObject({
      count: '2',
      sum: 0.203,
      ...unixNano,
      explicitBounds: DURATION_BOUNDS,
    });
    expect(point.bucketCounts.map(Number)).toEqual(
      [...DURATION_BOUNDS, Infinity].map((bound) => (bound === 0.005 || bound === 0.25 ? 1 : 0)),
    );
    expect(fieldsOf(point.attributes)).toEqual({
      'code.function.name': 'f1',
      'spanfn.target': 'src/shop.ts',
    });
    expect(errors.sum).toMatchObject({ isMonotonic: true, aggregationTemporality: 2 });
    expect(errors.sum.dataPoints).toMatchObject([{ asInt: '1', ...unixNano }]);
    expect(pushed).toMatchObject({ name: 'spanfn.spans_pushed', unit: '{span}' });
    expect(pushed.sum.dataPoints).toMatchObject([{ asInt: String(2 ** 40) }]);
    expect(pending.gauge.dataPoints).toMatchObject([{ asInt: '2' }]);
    expect(fieldsOf(pending.gauge.dataPoints[0].attributes)).toEqual({ 'spanfn.exporter': 'otlp' });
  });

  const unixNano = {
    startTimeUnixNano: String(interval.start),
    timeUnixNano: String(interval.time),
  };

  test('have values that are no whole numbers too', () => {
    const points = [0.5, -1, Number.NaN].map((value) => ({ attributes: {}, value }));
    const metric = { name: 'm', description: '', unit: '', kind: 'gauge', points } as const;
    const { dataPoints } = received([metric]).resourceMetrics[0].scopeMetrics[0].metrics[0].gauge;
    expect(dataPoints).toMatchObject([
      { asDouble: 0.5 },
      { asInt: '-1' },
      { asDouble: Number.NaN },
    ]);
  });
});
