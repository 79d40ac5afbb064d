import { setTimeout as sleep } from 'node:timers/promises';
import type { Workload } from '../measure/burst.ts';
import { cpuTime } from '../measure/cpu.ts';
import { answer } from '../processes/answers.ts';
import { CALLS } from '../shapes.ts';
import type { Subject } from '../subjects/subject.ts';
import type { Pace } from './forms.ts';

/** What a process is asked for. */
export interface Stretch extends Pace {
  readonly ms: number;
}

/** What became of it. */
export interface Kept {
  /** All spans, those ahead of what was measured included. */
  readonly made: number;
  /** Spans that were made in a second. */
  readonly madePerSecond: number;
  /**
   * Points of one core that the calls kept the main thread busy, with what export cost it meanwhile.
   * The naps between them do not count: some machines charge them to whoever sleeps.
   */
  readonly busy: number;
  readonly losses: Readonly<Record<string, number>>;
}

const SPANS = CALLS + 1;
/** ms at the pace ahead of what is measured: while others have their turn, caches go cold. */
const LEAD = 500;

/** Makes spans at the pace it is told, a request of them at a time: the body of a child process. */
export async function main(subject: Subject, workload: Workload): Promise<void> {
  subject.start?.();
  const service = new workload.Service();
  let made = 0;
  const request = async (family: string): Promise<void> => {
    made += SPANS;
    const sum = await workload.requests[family]?.(service);
    if (!((sum as number) > 0)) throw new Error(`The methods computed ${sum}`);
  };
  const keep = async ({ rate, fields, body, ms }: Stretch): Promise<Kept> => {
    const family = (body === 'sync' ? 'sync' : 'flow') + (fields ? 'Fields' : '');
    const before = subject.losses?.(made) ?? {};
    const madeBefore = made;
    await steadily(() => request(family), rate / SPANS, LEAD);
    const madeAhead = made;
    const start = performance.now();
    const taken = await cpuOf(() => steadily(() => request(family), rate / SPANS, ms));
    const seconds = (performance.now() - start) / 1_000;
    await subject.drain?.();
    const idle = await cpuOf(() => steadily(nothing, rate / SPANS, ms));
    const busy = (taken - idle) / 1e7 / seconds;
    const after = subject.losses?.(made) ?? {};
    const losses = difference(after, before);
    return { made: made - madeBefore, madePerSecond: (made - madeAhead) / seconds, busy, losses };
  };
  answer({ keep });
}

/** ms of a nap: to wake up costs more, and varies more, than all spans of the calls that are due. */
const NAP = 10;

/** Calls so many times a second: whatever is due, and then a nap. */
async function steadily(call: () => Promise<void>, perSecond: number, ms: number): Promise<void> {
  const start = performance.now();
  const calls = Math.round((perSecond * ms) / 1_000);
  for (let i = 0; i < calls; i++) {
    const early = start + (i / perSecond) * 1_000 - performance.now();
    if (early > 0) await sleep(Math.max(early, NAP));
    await call();
  }
}

async function nothing(): Promise<void> {}

async function cpuOf(run: () => Promise<void>): Promise<number> {
  const start = cpuTime();
  await run();
  return cpuTime() - start;
}

function difference(
  after: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );
}
