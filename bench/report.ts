import type { Cost, Results } from './rounds.ts';
import { SHAPES, type Shape } from './shapes.ts';
import { SUBJECTS } from './subjects/index.ts';

const COLUMNS = ['ns/call', 'x bare', 'CPU ns/span', 'OTel is', 'bytes/span'];
const LABEL = 31;
const COLUMN = 13;

/** The table of one Node: a block for each shape, a line for each subject. */
export function table(results: Results): string {
  const head = COLUMNS.map((column) => column.padStart(COLUMN)).join('');
  const lines = [`Node ${results.version}`.padEnd(LABEL) + head];
  for (const shape of SHAPES) {
    lines.push(shape.name);
    for (const { name, label } of SUBJECTS) {
      const cells = cellsOf(results, shape, name).map((cell) => cell.padStart(COLUMN));
      lines.push(`  ${label}`.padEnd(LABEL) + cells.join(''));
    }
  }
  return [...lines, ...LEGEND, ringPush(results), ...losses(results)].join('\n');
}

const LEGEND = [
  'ns/call: the call as its caller waits for it. CPU: main thread, above bare, export included.',
  'OTel is: how many times the CPU of OpenTelemetry with its OTLP exporter. Bytes: above bare.',
];

function cellsOf(results: Results, shape: Shape, subject: string): string[] {
  const cost = costIn(results, subject, shape.name);
  const bare = costIn(results, 'bare', shape.name);
  const ratio = `${digits(cost.wall / bare.wall)}x`;
  if (subject === 'bare') return [digits(cost.wall), ratio, '', '', ''];
  const bytes = Math.max(0, cost.bytes - bare.bytes).toFixed(0);
  const advantage = `${digits(advantageOf(results, subject, shape))}x`;
  const isOff = subject.endsWith('-off');
  return [digits(cost.wall), ratio, digits(cost.cpu - bare.cpu), isOff ? '' : advantage, bytes];
}

function ringPush({ ringPush }: Results): string {
  return `A push into the ring alone, 64 bytes: ${ringPush.toFixed(1)} ns.`;
}

function losses({ lost }: Results): string[] {
  return SUBJECTS.filter(({ name }) => lost[name] !== 0).map(
    ({ name, label }) => `LOST: ${label} did not deliver ${lost[name]} spans`,
  );
}

/** How many times the main-thread CPU of a subject's span OpenTelemetry with OTLP takes. */
export function advantageOf(results: Results, subject: string, shape: Shape): number {
  const peer = shape.comparesTo ?? shape.name;
  return addedCpu(results, 'otel-otlp', peer) / addedCpu(results, subject, shape.name);
}

function addedCpu(results: Results, subject: string, shape: string): number {
  return costIn(results, subject, shape).cpu - costIn(results, 'bare', shape).cpu;
}

export function costIn(results: Results, subject: string, shape: string): Cost {
  const cost = results.costs[subject]?.[shape];
  if (cost === undefined) throw new Error(`${subject} was not measured in shape "${shape}"`);
  return cost;
}

function digits(value: number): string {
  return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
}
