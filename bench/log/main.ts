import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { cpuTime } from '../measure/cpu.ts';
import { median } from '../measure/median.ts';
import { EVENTS, SHAPES, type Shape, TIMES } from './shapes.ts';
import type { Subject } from './subjects/subject.ts';
import type { Workload } from './workload.ts';

/** What the process is asked for: its only argument, as JSON. */
export interface Task {
  readonly what: 'time' | 'bytes';
  /** Milliseconds for each shape, and as many to warm up. */
  readonly budget: number;
}

/** What one event costs, in ns. */
export interface Time {
  /** Of the call alone. */
  readonly wall: number;
  /** Of the main thread, with everything that comes later there. */
  readonly main: number;
  /** Of all threads. */
  readonly whole: number;
}

/** What it answers, as one line of JSON. */
export interface Answer {
  readonly times: Readonly<Partial<Record<Shape['name'], Time>>>;
  /** Allocated for an event on the main thread's heap. */
  readonly bytes: Readonly<Partial<Record<Shape['name'], number>>>;
  /** Events that were to be recorded. */
  readonly made: number;
}

const BURSTS_OF_BYTES = 15;

/** Measures one subject in every shape: the body of a child process. */
export async function main(subject: Subject, workload: Workload): Promise<void> {
  const { what, budget } = JSON.parse(process.argv[2] as string) as Task;
  subject.start?.();
  const bursts = new Bursts(subject, workload);
  // All shapes before any is measured: a program with one kind of event is a rare one.
  for (const shape of SHAPES) await bursts.within(shape, budget);
  await bursts.settle();
  const times: Record<string, Time> = {};
  const bytes: Record<string, number> = {};
  for (const shape of SHAPES) {
    if (what === 'time') times[shape.name] = await timeOf(bursts, shape, budget);
    else bytes[shape.name] = await bytesOf(bursts, shape);
  }
  await subject.close?.(bursts.made);
  const answer: Answer = { times, bytes, made: bursts.made };
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit());
}

/** Bursts of events, each followed by a turn of the event loop. */
class Bursts {
  made = 0;
  readonly #subject: Subject;
  readonly #workload: Workload;

  constructor(subject: Subject, workload: Workload) {
    this.#subject = subject;
    this.#workload = workload;
  }

  /** Resolves to the ns that the calls took; what is left to do is done after that. */
  async run({ name, level }: Shape): Promise<number> {
    const pass = this.#workload[name];
    let sum = 0;
    const start = process.hrtime.bigint();
    for (let i = 0; i < TIMES; i++) sum += pass();
    const elapsed = Number(process.hrtime.bigint() - start);
    if (!(sum > 0)) throw new Error(`The functions computed ${sum}`); // Else nobody needs them.
    if (level === 'info') this.made += EVENTS;
    await nextTurn();
    if (level === 'info') await this.#subject.drain?.(this.made);
    return elapsed;
  }

  async settle(): Promise<void> {
    await this.#subject.settle?.();
  }

  /** Runs for `ms`, and returns what each took. */
  async within(shape: Shape, ms: number): Promise<number[]> {
    const end = performance.now() + ms;
    const walls = [];
    while (performance.now() < end || walls.length < 3) walls.push(await this.run(shape));
    return walls;
  }
}

async function timeOf(bursts: Bursts, shape: Shape, budget: number): Promise<Time> {
  const main = cpuTime();
  const whole = process.cpuUsage();
  const walls = await bursts.within(shape, budget);
  if (shape.level === 'info') await bursts.settle();
  const { user, system } = process.cpuUsage(whole);
  const events = walls.length * EVENTS;
  return {
    wall: median(walls) / EVENTS,
    main: (cpuTime() - main) / events,
    whole: ((user + system) * 1_000) / events,
  };
}

/** Between two collections; the young generation is so large that none comes in between. */
async function bytesOf(bursts: Bursts, shape: Shape): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < BURSTS_OF_BYTES; i++) {
    (globalThis.gc as () => void)();
    const before = getHeapStatistics().used_heap_size;
    await bursts.run(shape);
    samples.push(getHeapStatistics().used_heap_size - before);
  }
  return median(samples) / EVENTS;
}
