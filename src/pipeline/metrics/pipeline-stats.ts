import type { Metric, Point } from './metric.ts';

/**
 * Counters by name: `spansPushed`, `fieldsCut`, and of an exporter `otlp.spansExported`. What ends in
 * `Pending`, `Kept`, `KeptBytes` or `Unlisted` goes up and down; all others only ever grow.
 */
export type PipelineStats = Readonly<Record<string, number>>;

const GAUGE = /(Pending|Kept|KeptBytes|Unlisted)$/;

/** Counters as metrics: one for all exporters together, with the exporter as attribute. */
export function pipelineMetrics(stats: PipelineStats): Metric[] {
  const points = new Map<string, Point[]>();
  for (const [name, value] of Object.entries(stats)) {
    const [counter, exporter] = name.split('.').reverse() as [string, string | undefined];
    const key = exporter === undefined ? counter : `exporter.${counter}`;
    const attributes = exporter === undefined ? {} : { 'spanfn.exporter': exporter };
    points.set(key, [...(points.get(key) ?? []), { attributes, value }]);
  }
  return [...points].map(([key, points]) => ({
    name: `spanfn.${snakeCase(key)}`,
    description: `Counter ${key.replace('.', ' ')} of spanfn's own pipeline.`,
    unit: unitOf(key),
    kind: GAUGE.test(key) ? 'gauge' : 'counter',
    points,
  }));
}

function unitOf(key: string): string {
  if (/bytes/i.test(key)) return 'By';
  const counted = /(?:^|\.)(span|log|field)s/.exec(key)?.[1];
  return counted === undefined ? '{item}' : `{${counted}}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
