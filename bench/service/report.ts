import { advantage, advantageText } from '../measure/advantage.ts';
import { median } from '../measure/median.ts';
import { FORMS, type Form } from './forms.ts';
import { type Measurement, type Results, STEADY } from './rounds.ts';

const GOAL = 6;
const LABEL = 20;
const COLUMN = 11;
const COLUMNS = ['requests/s', 'p50 ms', 'p99 ms'];
const LOADS = ['µs of CPU a request at full load', `at ${STEADY} requests/s`];
const CPU_COLUMNS = ['main', 'added', 'all', 'added'];

/** The table of one Node, and what it says of the goal. */
export function report(node: string, results: Results): string {
  return [
    `Node ${node}`.padEnd(LABEL + 3 * COLUMN) +
      LOADS.map((load) => load.padStart(4 * COLUMN)).join(''),
    ''.padEnd(LABEL) + [...COLUMNS, ...LOADS.flatMap(() => CPU_COLUMNS)].map(column).join(''),
    ...FORMS.map((form) => line(form, results)),
    'main, all: the main thread, all threads of the process. A request makes ten spans.',
    ...FORMS.filter(({ name }) => name !== 'none').map((form) => deliveries(form, results)),
    goal('at full load', results, (one) => one.atFullLoad.mainThread),
    goal(`at ${STEADY} requests/s`, results, (one) => one.atSteadyLoad.mainThread),
  ].join('\n');
}

function line({ name, label }: Form, results: Results): string {
  const of = (figure: Figure): number => medianOf(results[name], figure);
  const cpu = (figure: Figure): string[] => [
    of(figure).toFixed(1),
    name === 'none' ? '' : (of(figure) - medianOf(results.none, figure)).toFixed(1),
  ];
  const cells = [
    of((one) => one.perSecond).toFixed(0),
    of((one) => one.p50).toFixed(2),
    of((one) => one.p99).toFixed(2),
    ...cpu((one) => one.atFullLoad.mainThread),
    ...cpu((one) => one.atFullLoad.process),
    ...cpu((one) => one.atSteadyLoad.mainThread),
    ...cpu((one) => one.atSteadyLoad.process),
  ];
  return label.padEnd(LABEL) + cells.map(column).join('');
}

/** Of all rounds together. */
function deliveries({ name, label }: Form, results: Results): string {
  const sum = (count: (one: Measurement) => number): number =>
    results[name].reduce((total, one) => total + count(one), 0);
  const made = sum((one) => one.made);
  const received = sum((one) => one.received);
  const losses = results[name].flatMap((one) => Object.entries(one.losses));
  const explained = losses.reduce((total, [, count]) => total + count, 0);
  const unexplained = made - received - explained;
  const lost = losses.map(([reason, count]) => `${count} ${reason}`);
  if (unexplained !== 0) lost.push(`${unexplained} NOBODY KNOWS WHY`);
  return `${label}: ${made} spans made, ${received} received; lost: ${lost.join(', ') || 'none'}`;
}

function goal(where: string, results: Results, figure: Figure): string {
  const added = (name: Form['name']): number =>
    medianOf(results[name], figure) - medianOf(results.none, figure);
  const costs = [added('otel'), added('spanfn')] as const;
  const verdict = advantage(...costs) >= GOAL ? 'met    ' : 'NOT MET';
  return (
    `${verdict}  ${where}, OpenTelemetry adds ${advantageText(...costs)} the main-thread CPU ` +
    `that spanfn adds (goal: ${GOAL}x)`
  );
}

type Figure = (one: Measurement) => number;

function medianOf(measurements: readonly Measurement[], figure: Figure): number {
  return median(measurements.map(figure));
}

function column(text: string): string {
  return text.padStart(COLUMN);
}
