import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from '../measure/median.ts';
import { nodeVersion } from '../nodes.ts';
import { type Receiver, startReceiver } from '../processes/receiver.ts';
import type { LogPrograms } from './build.ts';
import { countEvents } from './count-events.ts';
import type { Answer, Task, Time } from './main.ts';
import { SHAPES } from './shapes.ts';
import { type Entry, SUBJECTS } from './subjects/index.ts';

const run = promisify(execFile);

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  readonly budget: number;
}

/** Medians of one subject in one shape. */
export interface Cost extends Time {
  readonly bytes: number;
}

/** What one Node measured, by subject and shape. */
export interface Results {
  readonly version: string;
  readonly costs: Readonly<Record<string, Readonly<Record<string, Cost>>>>;
  /** Events that were logged and did not arrive, by subject. */
  readonly lost: Readonly<Record<string, number>>;
}

interface Counted extends Answer {
  readonly lost: number;
}

const FILE = join(import.meta.dirname, '../../.cache/bench/events.log');
const BYTES: Task = { what: 'bytes', budget: 100 };
const BYTES_FLAGS = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Each subject in a process of its own, taking turns: noise then falls on all of them. */
export async function measureOn(
  node: string,
  programs: LogPrograms,
  { rounds, budget }: Effort,
): Promise<Results> {
  const receiver = await startReceiver(node, programs.sink);
  const env = { ...receiver.env, BENCH_LOG_FILE: FILE };
  const ask = async (entry: Entry, task: Task, flags: string[] = []): Promise<Counted> => {
    await writeFile(FILE, '');
    const before = await receiver.spans();
    const args = [...flags, programs.subjects[entry.name] as string, JSON.stringify(task)];
    const answer = JSON.parse((await run(node, args, { env })).stdout) as Answer;
    return { ...answer, lost: answer.made - (await arrived(entry, answer, receiver, before)) };
  };
  const answers = Object.fromEntries(SUBJECTS.map(({ name }) => [name, [] as Counted[]]));
  for (let round = 0; round < rounds; round++) {
    for (const entry of SUBJECTS) {
      answers[entry.name]?.push(await ask(entry, { what: 'time', budget }));
    }
  }
  for (const entry of SUBJECTS) answers[entry.name]?.push(await ask(entry, BYTES, BYTES_FLAGS));
  await Promise.all([receiver.stop(), rm(FILE)]);
  return { version: nodeVersion(node), ...summary(answers) };
}

/** Counted where they arrive, whatever their sender believes. */
async function arrived(
  { to }: Entry,
  { made }: Answer,
  receiver: Receiver,
  before: number,
): Promise<number> {
  if (to === 'file') return countEvents(FILE);
  return to === 'otlp' ? (await receiver.spans()) - before : made;
}

function summary(answers: Record<string, Counted[]>): Pick<Results, 'costs' | 'lost'> {
  const costs: Record<string, Record<string, Cost>> = {};
  const lost: Record<string, number> = {};
  for (const [subject, given] of Object.entries(answers)) {
    costs[subject] = Object.fromEntries(SHAPES.map(({ name }) => [name, costOf(given, name)]));
    lost[subject] = given.reduce((sum, answer) => sum + answer.lost, 0);
  }
  return { costs, lost };
}

function costOf(answers: readonly Answer[], shape: (typeof SHAPES)[number]['name']): Cost {
  const times = answers.flatMap((answer) => answer.times[shape] ?? []);
  return {
    wall: median(times.map(({ wall }) => wall)),
    main: median(times.map(({ main }) => main)),
    whole: median(times.map(({ whole }) => whole)),
    bytes: median(answers.flatMap((answer) => answer.bytes[shape] ?? [])),
  };
}
