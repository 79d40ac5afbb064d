import { median } from '../measure/median.ts';
import { FORMS, type Form } from './forms.ts';
import type { Measurement, Results } from './rounds.ts';

const GOAL = 6;
const LABEL = 20;
const COLUMN = 13;
const COLUMNS = ['requests/s', 'p50 ms', 'p99 ms', 'main µs', 'added', 'process µs', 'added'];

/** The table of one Node, and what it says of the goal. */
export function report(node: string, results: Results): string {
  const head = COLUMNS.map((column) => column.padStart(COLUMN)).join('');
  return [
    `Node ${node}`.padEnd(LABEL) + head,
    ...FORMS.map((form) => line(form, results)),
    'main, process: CPU of the main thread and of all threads, for a request of ten spans.',
    ...FORMS.filter(({ name }) => name !== 'none').map((form) => deliveries(form, results)),
    goal(results),
  ].join('\n');
}

function line({ name, label }: Form, results: Results): string {
  const of = (what: Figure): number => medianOf(results[name], what);
  const above = (what: Figure): string =>
    name === 'none' ? '' : (of(what) - medianOf(results.none, what)).toFixed(1);
  const cells = [
    of('perSecond').toFixed(0),
    of('p50').toFixed(2),
    of('p99').toFixed(2),
    of('mainThread').toFixed(1),
    above('mainThread'),
    of('process').toFixed(1),
    above('process'),
  ];
  return label.padEnd(LABEL) + cells.map((cell) => cell.padStart(COLUMN)).join('');
}

/** Of all rounds together. */
function deliveries({ name, label }: Form, results: Results): string {
  const sum = (count: (one: Measurement) => number): number =>
    results[name].reduce((total, one) => total + count(one), 0);
  const made = sum((one) => one.made);
  const received = sum((one) => one.received);
  const reasons = new Set(results[name].flatMap(({ losses }) => Object.keys(losses)));
  const lost = [...reasons].map((reason) => `${sum((one) => one.losses[reason] ?? 0)} ${reason}`);
  return `${label}: ${made} spans made, ${received} received; lost: ${lost.join(', ') || 'none'}`;
}

function goal(results: Results): string {
  const added = (name: Form['name']): number =>
    medianOf(results[name], 'mainThread') - medianOf(results.none, 'mainThread');
  const times = added('otel') / added('spanfn');
  const verdict = times >= GOAL ? 'met    ' : 'NOT MET';
  return `${verdict}  OpenTelemetry adds ${times.toFixed(1)}x the main-thread CPU of spanfn (goal: ${GOAL}x)`;
}

type Figure = 'perSecond' | 'p50' | 'p99' | 'mainThread' | 'process';

function medianOf(measurements: readonly Measurement[], what: Figure): number {
  return median(measurements.map((one) => one[what]));
}
