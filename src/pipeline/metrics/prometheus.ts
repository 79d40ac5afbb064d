import type { Attributes, HistogramMetric, Metric, NumberMetric } from './metric.ts';

/** Content type of the text format. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Units that are part of a name, unless it says so itself. */
const UNITS: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/** Metrics in Prometheus' text format 0.0.4, with names as OpenTelemetry derives them. */
export function prometheusText(metrics: readonly Metric[]): string {
  const lines: string[] = [];
  for (const metric of metrics) {
    if (metric.points.length === 0) continue;
    const name = prometheusName(metric);
    lines.push(`# HELP ${name} ${escapeHelp(metric.description)}`);
    lines.push(`# TYPE ${name} ${metric.kind}`);
    if (metric.kind === 'histogram') writeHistogram(name, metric, lines);
    else writeNumbers(name, metric, lines);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function prometheusName({ name, unit, kind }: Metric): string {
  const words = plainName(name).split('_');
  const last = UNITS[unit];
  if (last !== undefined && !words.includes(last)) words.push(last);
  if (kind === 'counter') words.push('total');
  return words.join('_');
}

function writeNumbers(name: string, { points }: NumberMetric, lines: string[]): void {
  for (const { attributes, value } of points) {
    lines.push(`${name}${braces(labels(attributes))} ${numberText(value)}`);
  }
}

function writeHistogram(name: string, { bounds, points }: HistogramMetric, lines: string[]): void {
  const limits = [...bounds.map(numberText), '+Inf'];
  for (const { attributes, count, sum, buckets } of points) {
    const common = labels(attributes);
    let below = 0;
    for (const [i, limit] of limits.entries()) {
      below += buckets[i] as number;
      lines.push(`${name}_bucket${braces([...common, `le="${limit}"`])} ${numberText(below)}`);
    }
    lines.push(`${name}_sum${braces(common)} ${numberText(sum)}`);
    lines.push(`${name}_count${braces(common)} ${numberText(count)}`);
  }
}

function labels(attributes: Attributes): string[] {
  return Object.entries(attributes).map(
    ([key, value]) => `${plainName(key)}="${escapeLabel(value)}"`,
  );
}

function braces(labels: readonly string[]): string {
  return labels.length === 0 ? '' : `{${labels.join(',')}}`;
}

/** A name may have letters, digits and underscores, and no digit at its head. */
function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
}

function escapeHelp(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replace(/"/g, '\\"').toWellFormed();
}

/** As Go reads it. */
function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}
