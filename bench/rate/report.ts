import { advantage, advantageText } from '../measure/advantage.ts';
import { median } from '../measure/median.ts';
import { type FormName, PACES, type Pace, paceText } from './forms.ts';
import type { Measurement } from './rounds.ts';

const GOAL = { rate: 50_000, times: 12 };
const COLUMN = 15;
const LABEL = 28;
const COLUMNS = ['not traced', 'spanfn adds', 'OTel adds', 'OTel is'];
/** Of the pace: less was not kept up with. */
const KEPT_UP = 0.98;

/** The table of one Node, and what it says of the goals. */
export function report(node: string, results: readonly Measurement[]): string {
  return [
    `Node ${node}: points of one core that the main thread is busy, export included`,
    ''.padEnd(LABEL) + COLUMNS.map(column).join(''),
    ...PACES.map((pace) => line(pace, results)),
    ...PACES.flatMap((pace) => [
      ...troubles('rate-spanfn', 'spanfn', pace, results),
      ...troubles('rate-otel', 'OpenTelemetry', pace, results),
    ]),
    ...PACES.filter(({ rate }) => rate === GOAL.rate).map((pace) => goal(pace, results)),
  ].join('\n');
}

function line(pace: Pace, results: readonly Measurement[]): string {
  const none = busy('rate-none', pace, results);
  const spanfn = busy('rate-spanfn', pace, results) - none;
  const otel = busy('rate-otel', pace, results) - none;
  const cells = [none.toFixed(1), spanfn.toFixed(2), otel.toFixed(1), advantageText(otel, spanfn)];
  return paceText(pace).padEnd(LABEL) + cells.map(column).join('');
}

function busy(form: FormName, pace: Pace, results: readonly Measurement[]): number {
  return median(of(form, pace, results).map((one) => one.busy));
}

/** What was lost, and why; and whether there was less to be lost than there should have been. */
function troubles(
  form: FormName,
  label: string,
  pace: Pace,
  results: readonly Measurement[],
): string[] {
  const all = of(form, pace, results);
  const made = sum(all.map((one) => one.made));
  const lost = made - sum(all.map((one) => one.received));
  const rate = Math.min(...all.map((one) => one.madePerSecond));
  const reasons = all
    .flatMap(({ losses }) => Object.entries(losses))
    .map(([name, n]) => `${n} ${name}`);
  const where = `  ${label}, ${paceText(pace)}:`;
  return [
    ...(lost === 0 ? [] : [`${where} LOST ${lost} of ${made}: ${reasons.join(', ') || 'unknown'}`]),
    ...(rate >= pace.rate * KEPT_UP ? [] : [`${where} only ${rate.toFixed(0)}/s were made`]),
  ];
}

function goal(pace: Pace, results: readonly Measurement[]): string {
  const none = busy('rate-none', pace, results);
  const added = (form: FormName): number => busy(form, pace, results) - none;
  const costs = [added('rate-otel'), added('rate-spanfn')] as const;
  const all = of('rate-spanfn', pace, results);
  const lost = sum(all.map(({ made, received }) => made - received));
  const isMet = lost === 0 && advantage(...costs) >= GOAL.times;
  const verdict = isMet ? 'met    ' : 'NOT MET';
  return (
    `${verdict}  ${paceText(pace)}: ${lost} lost (goal: none), ` +
    `OpenTelemetry adds ${advantageText(...costs)} (goal: ${GOAL.times}x)`
  );
}

function of(form: FormName, pace: Pace, results: readonly Measurement[]): Measurement[] {
  const text = paceText(pace);
  return results.filter((one) => one.form === form && paceText(one) === text);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function column(text: string): string {
  return text.padStart(COLUMN);
}
