import type { Cost, Results } from './rounds.ts';
import { SHAPES, type Shape } from './shapes.ts';
import { SUBJECTS } from './subjects/index.ts';

const COLUMNS = ['ns/call', 'main ns', 'x plugin', 'all ns', 'bytes'];
const LABEL = 32;
const COLUMN = 11;

const LEGEND = [
  'ns/call: of the call alone. main: CPU of the main thread, whatever comes later included.',
  'x plugin: how many times that of spanfn with the plugin, to the same kind of place.',
  'all: CPU of all threads. bytes: allocated on the heap of the main thread. All above nothing.',
];

/** The table of one Node: a block for each shape, a line for each subject. */
export function table(results: Results): string {
  const head = COLUMNS.map((column) => column.padStart(COLUMN)).join('');
  const lines = [`Node ${results.version}, an event`.padEnd(LABEL) + head];
  for (const shape of SHAPES) {
    lines.push(shape.label);
    for (const { name, label, to } of SUBJECTS) {
      if (to === undefined) continue;
      const cost = added(results, name, shape.name);
      const ratio = cost.main / added(results, `plugin-${to}`, shape.name).main;
      const cells = [
        digits(cost.wall),
        digits(cost.main),
        shape.name === 'off' ? '' : `${digits(ratio)}x`,
        digits(cost.whole),
        Math.max(0, cost.bytes).toFixed(0),
      ];
      lines.push(`  ${label}`.padEnd(LABEL) + cells.map((cell) => cell.padStart(COLUMN)).join(''));
    }
  }
  return [...lines, ...LEGEND, ...losses(results)].join('\n');
}

/** Every subject is told of, for its silence would say nothing. */
function losses({ lost }: Results): string[] {
  const losers = SUBJECTS.filter(({ name }) => lost[name] !== 0);
  if (losers.length === 0) return ['dropped: none of anybody'];
  return losers.map(({ name, label }) => `DROPPED: ${lost[name]} events by ${label}`);
}

/** ns above nothing, at most, of what is off. */
const OFF = 2;

/** What the project promises, each with what was measured. */
export function goals(results: Results): string {
  const off = (subject: string, label: string): string => {
    const ns = added(results, subject, 'off').wall;
    return `${verdict(ns <= OFF)}  off, ${label}: ${ns.toFixed(1)} ns above nothing (goal: at most ${OFF})`;
  };
  const times = (peer: string, spanfn: string, goal: number, label: string): string => {
    const ratio = added(results, peer, 'three').main / added(results, spanfn, 'three').main;
    return `${verdict(ratio >= goal)}  3 fields: ${ratio.toFixed(1)}x cheaper on the main thread than ${label} (goal: ${goal}x)`;
  };
  return [
    off('plugin-otlp', 'plugin'),
    off('plain-otlp', 'no plugin, fields given lazily'),
    times('pino-worker', 'plugin-file', 2, 'pino through its worker transport'),
    times('otel', 'plugin-otlp', 8, 'OpenTelemetry logs'),
  ]
    .map((line) => `  ${line}`)
    .join('\n');
}

function verdict(met: boolean): string {
  return met ? 'met    ' : 'NOT MET';
}

function added(results: Results, subject: string, shape: Shape['name']): Cost {
  const cost = costIn(results, subject, shape);
  const nothing = costIn(results, 'nothing', shape);
  return {
    wall: cost.wall - nothing.wall,
    main: cost.main - nothing.main,
    whole: cost.whole - nothing.whole,
    bytes: cost.bytes - nothing.bytes,
  };
}

function costIn(results: Results, subject: string, shape: string): Cost {
  const cost = results.costs[subject]?.[shape];
  if (cost === undefined) throw new Error(`${subject} was not measured in shape "${shape}"`);
  return cost;
}

function digits(value: number): string {
  return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
}
