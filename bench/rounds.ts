import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Programs } from './build.ts';
import type { Answer, Task } from './measure/main.ts';
import { median } from './measure/median.ts';
import { nodeVersion } from './nodes.ts';
import { startReceiver } from './processes/receiver.ts';
import { SHAPES } from './shapes.ts';
import { SUBJECTS } from './subjects/index.ts';

const run = promisify(execFile);

/** How long to measure. */
export interface Effort {
  readonly rounds: number;
  readonly budget: number;
}

/** Medians of one subject in one shape. */
export interface Cost {
  /** ns per call. */
  readonly wall: number;
  /** Main-thread ns per call, export included. */
  readonly cpu: number;
  /** Bytes allocated per call. */
  readonly bytes: number;
}

/** What one Node measured, by subject and shape name. */
export interface Results {
  readonly version: string;
  readonly costs: Readonly<Record<string, Readonly<Record<string, Cost>>>>;
  /** ns for a record, without the span that it is of. */
  readonly ringPush: number;
  /** Spans that were made and did not arrive, by subject. */
  readonly lost: Readonly<Record<string, number>>;
}

/** All is compiled by then, also where it is compiled late: what is not makes garbage of its own. */
const BYTES: Task = { what: 'bytes', budget: 400 };
const BYTES_FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];

/**
 * Measures all subjects with one Node binary, each in a process of its own, taking turns: a
 * noisy minute of the machine then falls on all of them.
 */
export async function measureOn(
  node: string,
  programs: Programs,
  { rounds, budget }: Effort,
): Promise<Results> {
  const receiver = await startReceiver(node, programs.sink);
  const ask = async (subject: string, task: Task, flags: string[] = []): Promise<Answer> => {
    const args = [...flags, programs.subjects[subject] as string, JSON.stringify(task)];
    const { stdout } = await run(node, args, { env: receiver.env });
    return JSON.parse(stdout) as Answer;
  };
  const answers = Object.fromEntries(SUBJECTS.map(({ name }) => [name, [] as Answer[]]));
  const pushes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    pushes.push(Number((await run(node, [programs.ring])).stdout));
    for (const { name } of SUBJECTS) answers[name]?.push(await ask(name, { what: 'time', budget }));
  }
  for (const { name } of SUBJECTS) answers[name]?.push(await ask(name, BYTES, BYTES_FLAGS));
  await receiver.stop();
  return { version: nodeVersion(node), ringPush: median(pushes), ...summary(answers) };
}

function summary(answers: Record<string, Answer[]>): Pick<Results, 'costs' | 'lost'> {
  const costs: Record<string, Record<string, Cost>> = {};
  const lost: Record<string, number> = {};
  for (const [subject, given] of Object.entries(answers)) {
    costs[subject] = Object.fromEntries(SHAPES.map(({ name }) => [name, costOf(given, name)]));
    lost[subject] = given.reduce((sum, answer) => sum + answer.lost, 0);
  }
  return { costs, lost };
}

function costOf(answers: readonly Answer[], shape: string): Cost {
  const times = answers.flatMap((answer) => answer.times).filter((time) => time.shape === shape);
  const bytes = answers.flatMap((answer) => answer.bytes).filter((one) => one.shape === shape);
  return {
    wall: median(times.map(({ wall }) => wall)),
    cpu: median(times.map(({ cpu }) => cpu)),
    bytes: median(bytes.map((one) => one.bytes)),
  };
}
