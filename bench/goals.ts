import { advantageOf, costIn } from './report.ts';
import type { Results } from './rounds.ts';
import { SHAPES, type Shape } from './shapes.ts';

/** What is promised of one way of instrumenting. */
interface Promises {
  /** The subjects of `npm run bench` are named `<form>-off` and `<form>-noop`. */
  readonly form: string;
  readonly label: string;
  /** By shape: ns above bare, at most, when it is off. */
  readonly off: Readonly<Record<string, number>>;
  /** By shape: times cheaper than OpenTelemetry with OTLP, at least, when it is on. */
  readonly on: Readonly<Record<string, number>>;
}

const GOALS: readonly Promises[] = [
  {
    form: 'decorator',
    label: 'decorator',
    off: { sync: 12, 'sync, kind not proved': 12, async: 12 },
    on: { sync: 15, 'sync, kind not proved': 15, async: 6 },
  },
  { form: 'in-place', label: 'in place', off: { sync: 3 }, on: { sync: 20, async: 8 } },
];

/** What the project promises, each with what was measured. */
export function goals(results: Results): string {
  return GOALS.flatMap((promises) => [
    ...promisedIn(promises.off).map((shape) => off(results, promises, shape)),
    ...promisedIn(promises.on).map((shape) => on(results, promises, shape)),
  ])
    .map((line) => `  ${line}`)
    .join('\n');
}

function promisedIn(promised: Readonly<Record<string, number>>): Shape[] {
  return SHAPES.filter(({ name }) => name in promised);
}

function off(results: Results, { form, label, off }: Promises, { name }: Shape): string {
  const goal = off[name] as number;
  const added = costIn(results, `${form}-off`, name).wall - costIn(results, 'bare', name).wall;
  return `${verdict(added <= goal)}  ${label}, off, ${name}: ${added.toFixed(1)} ns above bare (goal: at most ${goal})`;
}

function on(results: Results, { form, label, on }: Promises, shape: Shape): string {
  const goal = on[shape.name] as number;
  const times = advantageOf(results, `${form}-noop`, shape);
  return `${verdict(times >= goal)}  ${label}, on, ${shape.name}: ${times.toFixed(1)}x cheaper than OpenTelemetry with OTLP (goal: ${goal}x)`;
}

function verdict(met: boolean): string {
  return met ? 'met    ' : 'NOT MET';
}
