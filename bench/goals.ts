import { advantageOf, costIn } from './report.ts';
import type { Results } from './rounds.ts';
import { SHAPES, type Shape } from './shapes.ts';

/** What is promised of one way of instrumenting. */
interface Promises {
  /** The subjects of `npm run bench` are named `<form>-off`, `<form>-noop` and `<form>-otlp`. */
  readonly form: string;
  readonly label: string;
  /** By shape: ns above bare, at most, when it is off. */
  readonly off: Readonly<Record<string, number>>;
  /** By shape: times cheaper than OpenTelemetry with OTLP, at least, when a dispatcher is told. */
  readonly on: Readonly<Record<string, number>>;
  /** By shape: the same where spans go through the ring, to OTLP. */
  readonly sent: Readonly<Record<string, number>>;
  /** By shape: bytes of garbage a span, at most, on the way into the ring. */
  readonly bytes: Readonly<Record<string, number>>;
}

const GOALS: readonly Promises[] = [
  {
    form: 'decorator',
    label: 'decorator',
    off: { sync: 12, 'sync, kind not proved': 12, async: 12 },
    on: { sync: 15, 'sync, kind not proved': 15, async: 6 },
    sent: {},
    bytes: {},
  },
  {
    form: 'in-place',
    label: 'in place',
    off: { sync: 3 },
    on: { sync: 20, async: 8 },
    sent: { sync: 20, 'sync, 4 fields': 20, async: 8, 'async, 4 fields': 8 },
    bytes: { sync: 150 },
  },
];

/** What the project promises, each with what was measured. */
export function goals(results: Results): string {
  return GOALS.flatMap((promises) => [
    ...promisedIn(promises.off).map((shape) => off(results, promises, shape)),
    ...promisedIn(promises.on).map((shape) => on(results, promises, shape)),
    ...promisedIn(promises.sent).map((shape) => sent(results, promises, shape)),
    ...promisedIn(promises.bytes).map((shape) => bytes(results, promises, shape)),
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
  const times = advantageOf(results, `${form}-noop`, shape);
  return cheaper(`${label}, on, ${shape.name}`, times, on[shape.name] as number);
}

function sent(results: Results, { form, label, sent }: Promises, shape: Shape): string {
  const times = advantageOf(results, `${form}-otlp`, shape);
  return cheaper(`${label}, to OTLP, ${shape.name}`, times, sent[shape.name] as number);
}

function cheaper(what: string, times: number, goal: number): string {
  return `${verdict(times >= goal)}  ${what}: ${times.toFixed(1)}x cheaper than OpenTelemetry with OTLP (goal: ${goal}x)`;
}

function bytes(results: Results, { form, label, bytes }: Promises, { name }: Shape): string {
  const goal = bytes[name] as number;
  const added = costIn(results, `${form}-otlp`, name).bytes - costIn(results, 'bare', name).bytes;
  return `${verdict(added <= goal)}  ${label}, to OTLP, ${name}: ${added.toFixed(0)} bytes of garbage (goal: at most ${goal})`;
}

function verdict(met: boolean): string {
  return met ? 'met    ' : 'NOT MET';
}
