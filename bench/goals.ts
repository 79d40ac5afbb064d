import { advantageOf, costIn } from './report.ts';
import type { Results } from './rounds.ts';
import { SHAPES, type Shape } from './shapes.ts';

const OFF_LIMIT = 12;
const ADVANTAGES: Readonly<Record<string, number>> = {
  sync: 15,
  'sync, kind not proved': 15,
  async: 6,
};

/** What the project promises, each with what was measured. */
export function goals(results: Results): string {
  const shapes = SHAPES.filter(({ name }) => name in ADVANTAGES);
  return [
    ...shapes.map((shape) => off(results, shape)),
    ...shapes.map((shape) => on(results, shape)),
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}

function off(results: Results, { name }: Shape): string {
  const added = costIn(results, 'spanfn-off', name).wall - costIn(results, 'bare', name).wall;
  return `${verdict(added <= OFF_LIMIT)}  off, ${name}: ${added.toFixed(1)} ns above bare (goal: at most ${OFF_LIMIT})`;
}

function on(results: Results, shape: Shape): string {
  const goal = ADVANTAGES[shape.name] as number;
  const times = advantageOf(results, 'spanfn-noop', shape);
  return `${verdict(times >= goal)}  on, ${shape.name}: ${times.toFixed(1)}x cheaper than OpenTelemetry with OTLP (goal: ${goal}x)`;
}

function verdict(met: boolean): string {
  return met ? 'met    ' : 'NOT MET';
}
