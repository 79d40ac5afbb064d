import { SHAPES, type Shape, spansPerBurst } from '../shapes.ts';
import type { Subject } from '../subjects/subject.ts';
import { type Burst, burstOf, type Workload } from './burst.ts';
import { type Bytes, bytesOf } from './bytes.ts';
import { burstsWithin, type Time, timeOf } from './time.ts';

/** What the process is asked for: its only argument, as JSON. */
export interface Task {
  readonly what: 'time' | 'bytes';
  /** Milliseconds for each shape. */
  readonly budget: number;
}

/** What it answers, as one line of JSON. */
export interface Answer {
  readonly times: readonly Time[];
  readonly bytes: readonly Bytes[];
  readonly lost: number;
}

/** In which the shapes warm up. */
const TURNS = 10;

/** Measures one subject in every shape: the body of a child process. */
export async function main(subject: Subject, workload: Workload): Promise<void> {
  const task = JSON.parse(process.argv[2] as string) as Task;
  subject.start?.();
  let made = 0;
  const counted = (shape: Shape): Burst => {
    const burst = burstOf(shape, subject, workload);
    return {
      run() {
        made += spansPerBurst(shape);
        return burst.run();
      },
    };
  };
  const bursts = SHAPES.map((shape) => [shape, counted(shape)] as const);
  // All shapes before any is measured, and in turns: a program that has only sync spans is a rare one,
  // and what the engine learns first, or last, of a program is not all that it does.
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [, burst] of bursts) await burstsWithin(burst, task.budget / TURNS);
  }
  const times: Time[] = [];
  const bytes: Bytes[] = [];
  for (const [shape, burst] of bursts) {
    if (task.what === 'time') times.push(await timeOf(shape, burst, task.budget));
    else bytes.push(await bytesOf(shape, burst));
  }
  const lost = subject.delivered === undefined ? 0 : made - subject.delivered();
  process.stdout.write(`${JSON.stringify({ times, bytes, lost } satisfies Answer)}\n`, () =>
    process.exit(),
  );
}
